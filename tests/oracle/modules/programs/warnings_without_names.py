"""The module warnings without some of its names: what it had is kept."""
import sys
import warnings

sys.stderr = sys.stdout
warnings.resetwarnings()
warnings.filterwarnings("error", "", Warning, "", 0)
for name in ("filters", "defaultaction", "onceregistry", "_showwarnmsg"):
    kept = getattr(warnings, name)
    delattr(warnings, name)
    try:
        warnings.warn_explicit("text of " + name, UserWarning, "file", 7)
    except UserWarning as e:
        print(repr(e))
    setattr(warnings, name, kept)
warnings.resetwarnings()
for name in ("filters", "defaultaction", "onceregistry", "_showwarnmsg"):
    kept = getattr(warnings, name)
    delattr(warnings, name)
    warnings.warn_explicit("text of " + name, UserWarning, "file", 7)
    setattr(warnings, name, kept)
