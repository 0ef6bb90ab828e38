import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Ajv, type ValidateFunction } from "ajv";
import formats from "ajv-formats";
import { validateXML } from "xmllint-wasm";

/** The text of a schema that others wrote. */
function readSchema(name: string): string {
  return readFileSync(
    fileURLToPath(new URL(`../fixtures/schema/${name}`, import.meta.url)),
    "utf8",
  );
}

let sarif: ValidateFunction | null = null;

/** What is wrong with a SARIF log by OASIS' schema; empty for nothing. */
export function faultsOfSarif(text: string): string[] {
  if (sarif === null) {
    // One of its patterns has a bracket too many.
    const ajv = new Ajv({ strict: false, allErrors: true, unicodeRegExp: false });
    formats.default(ajv);
    sarif = ajv.compile(JSON.parse(readSchema("sarif-2.1.0.json")) as object);
  }
  sarif(JSON.parse(text));
  return (sarif.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}

/** What is wrong with a JUnit report by Jenkins' schema; empty for nothing. */
export async function faultsOfJunit(text: string): Promise<string[]> {
  const { errors } = await validateXML({
    xml: [{ fileName: "report.xml", contents: text }],
    schema: [{ fileName: "junit.xsd", contents: readSchema("jenkins-junit.xsd") }],
  });
  return errors.map(({ message }) => message);
}
