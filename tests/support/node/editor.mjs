// Report what VS Code's JSON language service underlines in each text, and which schemas it requests.
// Reads [{file, text}, ...], the text as the content of that file; prints [{underlined, asked}, ...].
import { readFile } from "node:fs/promises";
import { text } from "node:stream/consumers";
import { fileURLToPath, pathToFileURL } from "node:url";
import vscode from "vscode-json-languageservice";

async function edit({ file, text }) {
  const asked = [];
  const service = vscode.getLanguageService({
    schemaRequestService: async (uri) => {
      asked.push(uri);
      return await readFile(fileURLToPath(uri), "utf-8"); // throws if the address is not a file
    },
    workspaceContext: { resolveRelativePath: (relative, base) => new URL(relative, base).href },
  });
  const document = vscode.TextDocument.create(pathToFileURL(file).href, "json", 1, text);
  const diagnostics = await service.doValidation(document, service.parseJSONDocument(document));
  const underlined = diagnostics.map(({ range, message }) => ({ text: document.getText(range), range, message }));
  return { underlined, asked: asked.sort() };
}

console.log(JSON.stringify(await Promise.all(JSON.parse(await text(process.stdin)).map(edit))));
