/** Whether a YAML text reads like a Kubernetes manifest: one document with an apiVersion and a kind at its top level. */
export function looksLikeManifest(text: string): boolean {
  return text.split(/^---.*$/m).some((document) => /^apiVersion\s*:/m.test(document) && /^kind\s*:/m.test(document));
}
