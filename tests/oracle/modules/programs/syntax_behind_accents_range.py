if "日本語" and é = "äöü": pass
