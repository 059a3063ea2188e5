// What the program needs of Node.js, so that it stands on the package alone.
declare module "node:fs" {
  export function readFileSync(path: string, encoding: "utf8"): string;
}

declare const process: { readonly argv: readonly string[] };
declare const console: { log(line: string): void };
