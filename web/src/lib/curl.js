// The API's requests as commands for a terminal. Pure.

// As a POSIX shell reads it back: in quotes, unless it has nothing that means something there.
const quoted = (text) => (/^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`);

export const curlJson = (url, json) => `curl --json ${quoted(json)} ${quoted(url)}`;
