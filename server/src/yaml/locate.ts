import type { FieldPath } from "../kubernetes/path.ts";
import type {
	Located,
	TextRange,
	YamlDocument,
	YamlEntry,
	YamlNode,
} from "./document.ts";

/** Where a path stands in the document's text. */
export function locate(document: YamlDocument, path: FieldPath): Located {
	let node: YamlNode | undefined = document.root;
	let key: TextRange | undefined;
	for (let depth = 0; depth < path.length; depth++) {
		const part = path[depth] as string | number;
		const entry = entryOf(node, part);
		const item: YamlNode | undefined = entry ? entry.value : itemOf(node, part);
		if (!entry && !item)
			return {
				found: false,
				value: node?.range,
				key,
				path: path.slice(0, depth),
			};
		key = entry?.keyRange;
		node = item;
	}
	return {
		found: node !== undefined || key !== undefined,
		value: node?.range,
		key,
		path,
	};
}

function entryOf(
	node: YamlNode | undefined,
	part: string | number,
): YamlEntry | undefined {
	return node?.kind === "map"
		? node.entries.find((entry) => entry.key === String(part))
		: undefined;
}

function itemOf(
	node: YamlNode | undefined,
	part: string | number,
): YamlNode | undefined {
	return node?.kind === "list" && typeof part === "number"
		? node.items[part]
		: undefined;
}

/** What stands at an offset of a document. */
export interface Cursor {
	readonly path: FieldPath;
	readonly on: "key" | "value" | "none";
	/** The value at `path`, where one is written. */
	readonly node: YamlNode | undefined;
	/** The text that the cursor stands on: of the key or of the scalar. */
	readonly range: TextRange | undefined;
}

/** `offset` is relative to the document's text. */
export function pathAt(document: YamlDocument, offset: number): Cursor {
	let node = document.root;
	const path: (string | number)[] = [];
	for (;;) {
		if (node?.kind === "map") {
			const entry: YamlEntry | undefined = node.entries.find(
				(each) =>
					holds(each.keyRange, offset) || holds(each.value?.range, offset),
			);
			if (!entry) return { path, on: "none", node, range: undefined };
			path.push(entry.key);
			if (holds(entry.keyRange, offset))
				return { path, on: "key", node: entry.value, range: entry.keyRange };
			node = entry.value;
		} else if (node?.kind === "list") {
			const index: number = node.items.findIndex((item) =>
				holds(item?.range, offset),
			);
			if (index < 0) return { path, on: "none", node, range: undefined };
			path.push(index);
			node = node.items[index];
		} else {
			return {
				path,
				on: holds(node?.range, offset) ? "value" : "none",
				node,
				range: node?.range,
			};
		}
	}
}

function holds(range: TextRange | undefined, offset: number): boolean {
	return range !== undefined && offset >= range.start && offset <= range.end;
}
