// Validate documents with ajv in strict mode; a schema that ajv rejects is an error.
// Reads [{schema, document}, ...] and prints a list of messages for each document.
import { text } from "node:stream/consumers";
import Ajv from "ajv/dist/2020.js";

function errors({ schema, document }) {
  const ajv = new Ajv.default({ strict: true, allErrors: true });
  const validate = ajv.compile(schema);
  return validate(document) ? [] : validate.errors.map((error) => `${error.instancePath} ${error.message}`);
}

console.log(JSON.stringify(JSON.parse(await text(process.stdin)).map(errors)));
