/** Bounds in UTF-16 code units and in nodes: what goes beyond gets one problem and is not read further. */
export const limits = {
  streamLength: 20_000_000,
  documentLength: 5_000_000,
  /** Maps and lists within each other. */
  depth: 256,
  /** Nodes that aliases may add to a document. */
  aliasNodes: 100_000,
  problems: 100,
} as const;
