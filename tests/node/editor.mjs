// What VS Code's JSON language service underlines in a file, and which schemas it asks for while it does.
// Usage: node editor.mjs FILE < text of the file. Like VS Code it resolves "$schema" against the file.
import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath, pathToFileURL } from "node:url";
import vscode from "vscode-json-languageservice";

const asked = [];

async function readSchema(uri) {
  asked.push(uri);
  return await readFile(fileURLToPath(uri), "utf-8"); // throws on every address that is no file
}

const service = vscode.getLanguageService({
  schemaRequestService: readSchema,
  workspaceContext: { resolveRelativePath: (relative, base) => new URL(relative, base).href },
});
const file = pathToFileURL(resolve(process.argv[2])).href;
const document = vscode.TextDocument.create(file, "json", 1, await text(process.stdin));
const parsed = service.parseJSONDocument(document);
const diagnostics = await service.doValidation(document, parsed);
const underlined = diagnostics.map(({ range, message }) => ({ text: document.getText(range), range, message }));
console.log(JSON.stringify({ underlined, asked }));
