// Messages: an id with fields, made by modules that know no language and put in words at the edge.
// A field that is a list of numbers names units, told as code and name.

import { codeLabel } from "./sentences.js";
import { listIn, namesField, say } from "./words.js";

const LONGEST_SHOWN = 60;

// Message in the reader's language; of long lists the rest is counted. What was written stands
// before the sentence of a fault (its `text`), unless the sentence names it itself.
export function messageText(message, layer, lang, most = 6) {
  const fields = {};
  for (const [name, value] of Object.entries(message.fields || {})) {
    fields[name] = fieldText(value, layer, lang, most);
  }
  if (fields.value !== undefined) fields.value = shownText(String(fields.value));
  const what = say(message.id, lang, fields);
  const { text } = message;
  if (text === null || text === undefined || namesField(message.id, lang, "value")) return what;
  const value = say("fault.value", lang, { value: shownText(text) });
  return say("fault.with_value", lang, { value, what });
}

// A text of somebody else on one line, without signs that would turn the direction of writing.
function shownText(text) {
  const plain = text.replace(/[\p{C}\p{Zl}\p{Zp}]|(?! )\p{Zs}/gu, " ");
  const signs = [...plain];
  return signs.length <= LONGEST_SHOWN ? plain : `${signs.slice(0, LONGEST_SHOWN - 1).join("")}…`;
}

function fieldText(value, layer, lang, most) {
  if (!Array.isArray(value)) return value;
  const labels = value.map((one) =>
    typeof one === "number" ? codeLabel(layer, layer.codes[one], lang) : one,
  );
  return listIn(lang, labels, most);
}
