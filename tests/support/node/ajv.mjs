// What ajv, in its strict mode, says of each document by its schema; a schema that it does not take is an error.
// Reads [{schema, document}, ...]; answers a list of lists of messages.
import { text } from "node:stream/consumers";
import Ajv from "ajv/dist/2020.js";

function errors({ schema, document }) {
  const ajv = new Ajv.default({ strict: true, allErrors: true });
  const validate = ajv.compile(schema);
  return validate(document) ? [] : validate.errors.map((error) => `${error.instancePath} ${error.message}`);
}

console.log(JSON.stringify(JSON.parse(await text(process.stdin)).map(errors)));
