import type {
	Alias,
	Document,
	Node,
	Pair,
	ParsedNode,
	Scalar,
	YAMLMap,
	YAMLSeq,
} from "yaml";
import {
	Composer,
	CST,
	isAlias,
	isMap,
	isPair,
	isScalar,
	isSeq,
	Parser,
	Schema,
} from "yaml";
import type {
	TextRange,
	YamlEntry,
	YamlNode,
	YamlProblem,
} from "./document.ts";
import { limits } from "./limits.ts";
import type { Resolved } from "./scalar.ts";
import { keyText, resolveScalar } from "./scalar.ts";

/** What one document's text says: nodes with ranges, the JSON value, and what is wrong with the text. */
export interface Composed {
	readonly root: YamlNode | undefined;
	readonly value: unknown;
	readonly problems: readonly YamlProblem[];
}

/** Knows no types, so that the reading of scalars is ours; shared, since a schema is costly to make. */
const schema = new Schema({ schema: "failsafe", resolveKnownTags: false });
const composerOptions = {
	schema,
	uniqueKeys: false,
	prettyErrors: false,
	logLevel: "silent",
} as const;

export function compose(text: string): Composed {
	const builder = new Builder(text);
	const tokens = [...new Parser().parse(text)];
	const deep = firstTooDeep(tokens);
	if (deep !== undefined) {
		const message = `exceeded the depth of ${limits.depth} maps and lists within each other`;
		return {
			root: undefined,
			value: undefined,
			problems: [
				{
					code: "too-deep",
					message,
					range: around(deep, text),
					severity: "error",
				},
			],
		};
	}
	const documents = [
		...new Composer(composerOptions).compose(tokens, false, text.length),
	];
	const first = documents[0];
	if (!first) return { root: undefined, value: undefined, problems: [] };
	for (const error of first.errors)
		builder.report("syntax", error.message, {
			start: error.pos[0],
			end: error.pos[1],
		});
	const built = first.contents ? builder.node(first.contents) : undefined;
	reportIgnoredTail(documents, builder);
	const isEmpty =
		built === undefined ||
		(built.node.kind === "scalar" && built.node.value === null);
	return {
		root: isEmpty ? undefined : built.node,
		value: isEmpty ? undefined : built.value,
		problems: builder.problems,
	};
}

/** Kubernetes reads one document between two separators: what follows `...` is lost without a word. */
function reportIgnoredTail(
	documents: readonly Document.Parsed[],
	builder: Builder,
): void {
	const second = documents
		.slice(1)
		.find(
			(document) =>
				document.contents?.range &&
				document.contents.range[1] > document.contents.range[0],
		);
	const range = second?.contents?.range;
	if (!range) return;
	const message =
		'Kubernetes ignores what follows the end of a document ("..."); begin the next one with "---"';
	builder.report(
		"ignored-content",
		message,
		{ start: range[0], end: range[1] },
		"warning",
	);
}

/** The offset of the first collection that lies too deep; looks without recursion. */
function firstTooDeep(tokens: readonly CST.Token[]): number | undefined {
	let level: CST.Token[] = tokens.flatMap((token) =>
		"value" in token && token.type === "document" && token.value
			? [token.value]
			: [],
	);
	for (let depth = 0; level.length > 0; depth++) {
		const deep = level[0];
		if (depth > limits.depth) return deep && "offset" in deep ? deep.offset : 0;
		level = level.flatMap((token) =>
			CST.isCollection(token) ? token.items.flatMap(partsOf) : [],
		);
	}
	return undefined;
}

function partsOf(item: CST.CollectionItem): CST.Token[] {
	const parts = [item.key, item.value];
	return parts.filter(
		(part): part is CST.Token =>
			part !== null && part !== undefined && CST.isCollection(part),
	);
}

function around(offset: number, text: string): TextRange {
	return { start: offset, end: Math.min(offset + 1, text.length) };
}

/** A node with its value and with how many nodes it stands for once aliases are followed. */
interface Built {
	readonly node: YamlNode;
	readonly value: unknown;
	readonly size: number;
}

type Anchor = Built | "open";

class Builder {
	readonly problems: YamlProblem[] = [];
	private readonly anchors = new Map<string, Anchor>();
	private aliasNodes = 0;

	constructor(private readonly text: string) {}

	report(
		code: string,
		message: string,
		range: TextRange,
		severity: YamlProblem["severity"] = "error",
	): void {
		if (this.problems.length < limits.problems)
			this.problems.push({ code, message, range, severity });
	}

	node(node: ParsedNode | Node): Built {
		if (isAlias(node)) return this.alias(node);
		const anchor = (node as { anchor?: string }).anchor;
		if (anchor) this.anchors.set(anchor, "open");
		const built = isMap(node)
			? this.map(node)
			: isSeq(node)
				? this.list(node)
				: this.scalar(node as Scalar);
		if (anchor) this.anchors.set(anchor, built);
		return built;
	}

	private alias(alias: Alias): Built {
		const range = rangeOf(alias);
		const target = this.anchors.get(alias.source);
		if (target === undefined || target === "open") {
			const message = target
				? `anchor '${alias.source}' value contains itself`
				: `unknown anchor '${alias.source}' referenced`;
			this.report("alias", message, range);
			return nothing(range);
		}
		if (this.aliasNodes + target.size > limits.aliasNodes) {
			if (this.aliasNodes <= limits.aliasNodes)
				this.report(
					"excessive-aliasing",
					"document contains excessive aliasing",
					range,
				);
			this.aliasNodes = limits.aliasNodes + 1;
			return nothing(range);
		}
		this.aliasNodes += target.size;
		return {
			node: { ...target.node, range },
			value: target.value,
			size: target.size + 1,
		};
	}

	private list(list: YAMLSeq): Built {
		const items: YamlNode[] = [];
		const values: unknown[] = [];
		let size = 1;
		for (const item of list.items) {
			// In a flow list stands `a: b` for a map of one entry.
			const built = isPair(item)
				? this.pairAsMap(item as Pair<Node, Node>)
				: this.node(item as ParsedNode);
			items.push(built.node);
			values.push(built.value);
			size += built.size;
		}
		return {
			node: {
				kind: "list",
				range: within(rangeOf(list), items.at(-1)?.range, list.flow),
				items,
			},
			value: values,
			size,
		};
	}

	private pairAsMap(pair: Pair<Node, Node>): Built {
		const map = new MapBuilder();
		this.entry(pair, map);
		const first = map.entries[0];
		const start = first?.keyRange.start ?? 0;
		return {
			node: {
				kind: "map",
				range: { start, end: first?.value?.range.end ?? start },
				entries: map.entries,
			},
			value: map.value,
			size: map.size,
		};
	}

	private map(node: YAMLMap): Built {
		const map = new MapBuilder();
		for (const pair of node.items) this.entry(pair as Pair<Node, Node>, map);
		const last = node.items.at(-1);
		const end =
			(last?.value as Node | null)?.range?.[1] ??
			(last?.key as Node | null)?.range?.[1];
		const range = within(
			rangeOf(node),
			end === undefined ? undefined : { start: 0, end },
			node.flow,
		);
		return {
			node: { kind: "map", range, entries: map.entries },
			value: map.value,
			size: map.size,
		};
	}

	private entry(pair: Pair<Node, Node>, map: MapBuilder): void {
		const key = this.key(pair.key);
		const built = pair.value ? this.node(pair.value) : undefined;
		if (!key) return;
		if (key.isMerge) {
			this.merge(pair.value, built, map);
			return;
		}
		if (map.written.has(key.text)) this.reportDuplicate(key, built);
		map.written.add(key.text);
		const value = built && isWritten(built) ? built.node : undefined;
		map.set(
			{ key: key.text, keyRange: key.range, value },
			built?.value ?? null,
			built?.size ?? 0,
		);
	}

	private reportDuplicate(key: Key, built: Built | undefined): void {
		const line = lineAt(
			this.text,
			built && isWritten(built) ? built.node.range.start : key.range.end,
		);
		this.report(
			"duplicate-key",
			`yaml: unmarshal errors:\n  line ${line}: key ${key.shown} already set in map`,
			key.range,
		);
	}

	private key(node: Node | null): Key | undefined {
		const range = node ? rangeOf(node) : { start: 0, end: 0 };
		if (node && !isScalar(node) && !isAlias(node)) {
			this.report(
				"map-key",
				"invalid map key: only a string, number or boolean can name a field",
				range,
			);
			return undefined;
		}
		const source = node && isScalar(node) ? node : undefined;
		const resolved: Resolved = source ? resolve(source) : this.aliasedKey(node);
		if ("error" in resolved) {
			this.report("tag", resolved.error, range);
			return undefined;
		}
		if (source && isImplicit(source) && source.source === "<<")
			return { text: "<<", shown: "<<", range, isMerge: true };
		const text = keyText(resolved);
		if (text === undefined) {
			const type = resolved.value === null ? "%!s(<nil>)" : "uint64";
			this.report(
				"map-key",
				`unsupported map key of type: ${type}, key: ${resolved.value === null ? "<nil>" : resolved.value}`,
				range,
			);
			return undefined;
		}
		return {
			text,
			shown: typeof resolved.value === "string" ? JSON.stringify(text) : text,
			range,
			isMerge: false,
		};
	}

	private aliasedKey(node: Node | null): Resolved {
		if (!node) return { value: null, tag: "!!null" };
		const { value } = this.node(node);
		if (typeof value === "object" && value !== null)
			return { error: "invalid map key: an alias of a map or list" };
		return resolvedFrom(value);
	}

	/** The merged entries count as set here: they give way only to what is written after them. */
	private merge(
		source: Node | null,
		built: Built | undefined,
		map: MapBuilder,
	): void {
		const parts =
			source && isSeq(source) && built?.node.kind === "list"
				? [...built.node.items].reverse()
				: [built?.node];
		const values =
			source && isSeq(source) && Array.isArray(built?.value)
				? [...built.value].reverse()
				: [built?.value];
		if (parts.some((part) => part?.kind !== "map")) {
			const range = source ? rangeOf(source) : { start: 0, end: 0 };
			this.report(
				"merge",
				"map merge requires map or sequence of maps as the value",
				range,
			);
			return;
		}
		parts.forEach((part, index) => {
			const value = values[index] as Readonly<Record<string, unknown>>;
			for (const entry of part?.kind === "map" ? part.entries : [])
				map.set(entry, own(value, entry.key), 1);
		});
	}

	private scalar(scalar: Scalar): Built {
		const range = rangeOf(scalar);
		const resolved = resolve(scalar);
		if ("error" in resolved) {
			this.report("tag", resolved.error, range);
			return nothing(range);
		}
		if (
			typeof resolved.value === "number" &&
			!Number.isFinite(resolved.value)
		) {
			this.report(
				"not-json",
				`json: unsupported value: ${goInfinity(resolved.value)}`,
				range,
			);
			return nothing(range);
		}
		return {
			node: { kind: "scalar", range, value: resolved.value },
			value: resolved.value,
			size: 1,
		};
	}
}

interface Key {
	readonly text: string;
	/** As Go's `%#v` shows it. */
	readonly shown: string;
	readonly range: TextRange;
	readonly isMerge: boolean;
}

/** Entries in the order of the text; a later one of the same key takes the place of the earlier. */
class MapBuilder {
	readonly entries: YamlEntry[] = [];
	readonly value: Record<string, unknown> = {};
	/** The keys that stand in this map's own text. */
	readonly written = new Set<string>();
	size = 1;
	private readonly index = new Map<string, number>();

	set(entry: YamlEntry, value: unknown, size: number): void {
		const known = this.index.get(entry.key);
		if (known === undefined) {
			this.index.set(entry.key, this.entries.length);
			this.entries.push(entry);
		} else {
			this.entries[known] = entry;
		}
		if (entry.key === "__proto__")
			Object.defineProperty(this.value, entry.key, {
				value,
				enumerable: true,
				configurable: true,
				writable: true,
			});
		else this.value[entry.key] = value;
		this.size += size + 1;
	}
}

function own(value: Readonly<Record<string, unknown>>, key: string): unknown {
	return Object.hasOwn(value, key) ? value[key] : null;
}

function resolve(scalar: Scalar): Resolved {
	const text = String(scalar.value ?? "");
	const tag = shortTag(scalar.tag);
	if (tag === "" && !isImplicit(scalar)) return { value: text, tag: "!!str" };
	return resolveScalar(text, tag);
}

function isImplicit(scalar: Scalar): boolean {
	return (
		scalar.type === "PLAIN" || scalar.type === undefined || scalar.type === null
	);
}

function shortTag(tag: string | undefined): string {
	const prefix = "tag:yaml.org,2002:";
	return tag?.startsWith(prefix)
		? `!!${tag.slice(prefix.length)}`
		: (tag ?? "");
}

function resolvedFrom(value: unknown): Resolved {
	if (typeof value === "string") return { value, tag: "!!str" };
	if (typeof value === "boolean") return { value, tag: "!!bool" };
	if (typeof value === "bigint") return { value, tag: "!!int" };
	if (typeof value === "number")
		return { value, tag: Number.isInteger(value) ? "!!int" : "!!float" };
	return { value: null, tag: "!!null" };
}

function goInfinity(value: number): string {
	if (Number.isNaN(value)) return "NaN";
	return value > 0 ? "+Inf" : "-Inf";
}

function rangeOf(node: Node): TextRange {
	return { start: node.range?.[0] ?? 0, end: node.range?.[1] ?? 0 };
}

/** A block collection ends where its last part ends, not behind the blank lines that follow. */
function within(
	range: TextRange,
	last: TextRange | undefined,
	isFlow: boolean | undefined,
): TextRange {
	return isFlow || !last || last.end < range.start
		? range
		: { start: range.start, end: last.end };
}

function nothing(range: TextRange): Built {
	return { node: { kind: "scalar", range, value: null }, value: null, size: 1 };
}

/** Whether anything stands in the text, be it `null`. */
function isWritten(built: Built): boolean {
	return built.node.range.end > built.node.range.start;
}

function lineAt(text: string, offset: number): number {
	let line = 1;
	for (
		let at = text.indexOf("\n");
		at >= 0 && at < offset;
		at = text.indexOf("\n", at + 1)
	)
		line++;
	return line;
}
