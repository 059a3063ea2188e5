// Made by `make contract` from the document types of Courtside.

/** The path of a pattern, each word in braces replaced by its parameter. */
export function documentPath(pattern, parameters = {}) {
  return pattern.replace(/\{(\w+)\}/g, (_, word) => encodeURIComponent(parameters[word]));
}
