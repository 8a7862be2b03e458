// Giving someone what is on the page as a file.

function saveText(text, name, type) {
    const url = URL.createObjectURL(new Blob([text], { type }));
    const link = Object.assign(document.createElement('a'), { href: url, download: name });
    link.click();
    setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

// An SVG element as a file that stands on its own.
export function save(svg, name) {
    const copy = svg.cloneNode(true);
    for (const element of copy.querySelectorAll('[class], [data-key]'))
        for (const attribute of ['class', 'data-key']) element.removeAttribute(attribute);
    const text = new XMLSerializer().serializeToString(copy);
    saveText(`<?xml version="1.0" encoding="UTF-8"?>\n${text}\n`, name, 'image/svg+xml');
}
