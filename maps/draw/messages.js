// Messages: an id with fields, made by modules that know no language and put in words at the edge.
// A field that is a list of numbers names units, told as code and name.

import { codeLabel } from "./sentences.js";
import { listIn, say } from "./words.js";

// Message in the reader's language; of long lists the rest is counted.
export function messageText(message, layer, lang, most = 6) {
  const fields = {};
  for (const [name, value] of Object.entries(message.fields || {})) {
    fields[name] = fieldText(value, layer, lang, most);
  }
  return say(message.id, lang, fields);
}

function fieldText(value, layer, lang, most) {
  if (!Array.isArray(value)) return value;
  const labels = value.map((one) =>
    typeof one === "number" ? codeLabel(layer, layer.codes[one], lang) : one,
  );
  return listIn(lang, labels, most);
}
