import { type GoField, goType, type SpecialType } from './go-layout.ts';
import { dumpGoQuantity } from './go-quantity.ts';
import { quantityOf } from './quantity.ts';
import { parseUnixSeconds } from './time.ts';
import { utf8 } from './utf8.ts';

/**
 * The text that Kubernetes' controllers hash: a pod template as Go lays it out in memory, with every field, each with its
 * type. It starts from the template as JSON, with defaults, and gives what a controller holds after reading it in protobuf:
 * there empty lists and maps are nil, and quantities are in canonical form.
 * Source: k8s.io/utils/dump (ForHash); github.com/davecgh/go-spew/spew/format.go
 */
export function dumpGoValue(type: string, value: unknown): string {
  return `(${type})${dumpOf(type)(value)}`;
}

/**
 * A text that two values share when the API server takes them for equal: the dump, in which equal quantities look equal.
 * Source: staging/src/k8s.io/apimachinery/pkg/api/equality/semantic.go
 */
export function equalityText(type: string, value: unknown): string {
  return equalityOf(type)(value);
}

type Dump = (value: unknown) => string;
type DumpOfType = (type: string) => Dump;

const dumpOf = dumper(dumpGoQuantity);
const equalityOf = dumper((quantity) => String(quantityOf(quantity).nano));

/** Gives the dumps of values whose types are written already, or need not be. */
function dumper(dumpQuantity: (quantity: string | number) => string): DumpOfType {
  const dumps = new Map<string, Dump>();
  const dumpOfType: DumpOfType = (type) => {
    let dump = dumps.get(type);
    if (dump === undefined) {
      dump = makeDump(type, dumpOfType, dumpQuantity);
      dumps.set(type, dump);
    }
    return dump;
  };
  return dumpOfType;
}

function makeDump(type: string, dumpOfType: DumpOfType, dumpQuantity: (quantity: string | number) => string): Dump {
  const go = goType(type);
  switch (go.kind) {
    case 'pointer':
      return dumpPointer(dumpOfType(go.of));
    case 'slice':
      return dumpSlice(dumpOfType(go.of));
    case 'map':
      return dumpMap(dumpOfType(go.of));
    case 'struct':
      return dumpStruct(go.fields, dumpOfType);
    case 'special':
      return go.type === 'resource.Quantity' ? (value) => dumpQuantity((value ?? 0) as string | number) : dumpSpecial[go.type];
    case 'bool':
      return (value) => String(value === true);
    case 'number':
      return dumpNumber;
    case 'text':
      return dumpText;
  }
}

const dumpNumber: Dump = (value) => plain(value ?? 0);
const dumpText: Dump = (value) => plain(value ?? '');
const plain = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

function dumpPointer(dump: Dump): Dump {
  return (value) => (value === undefined || value === null ? '<nil>' : dump(value));
}

function dumpSlice(dump: Dump): Dump {
  return (value) => (!Array.isArray(value) || value.length === 0 ? '<nil>' : `[${value.map(dump).join(' ')}]`);
}

function dumpMap(dump: Dump): Dump {
  return (value) => {
    const entries = Object.entries(value ?? {}).sort(([a], [b]) => (a < b ? -1 : Number(a > b)));
    return entries.length === 0 ? '<nil>' : `map[${entries.map(([key, each]) => `${key}:${dump(each)}`).join(' ')}]`;
  };
}

function dumpStruct(fields: readonly GoField[], dumpOfType: DumpOfType): Dump {
  const parts = fields.map(({ name, type, json }) => ({ label: `${name}:(${type})`, json, dump: dumpOfType(type) }));
  return (value) => {
    const members = (value ?? {}) as Record<string, unknown>;
    return `{${parts.map(({ label, json, dump }) => label + dump(json === '' ? members : members[json])).join(' ')}}`;
  };
}

const dumpSpecial: Readonly<Record<Exclude<SpecialType, 'resource.Quantity'>, Dump>> = {
  'intstr.IntOrString': (value) =>
    typeof value === 'string'
      ? `{Type:(intstr.Type)1 IntVal:(int32)0 StrVal:(string)${value}}`
      : `{Type:(intstr.Type)0 IntVal:(int32)${dumpNumber(value)} StrVal:(string)}`,
  'v1.FieldsV1': (value) => `{Raw:([]uint8)${value === undefined ? '<nil>' : `[${utf8(JSON.stringify(value)).join(' ')}]`}}`,
  'v1.Time': (value) => `{Time:(time.Time)${dumpTime(typeof value === 'string' ? value : undefined)}}`,
};

/** Seconds from the year 1 to 1970: Go counts from there. */
const secondsToUnixEpoch = 62_135_596_800;

/** As a controller without a time zone of its own holds it, which is how they run. */
function dumpTime(text: string | undefined): string {
  const seconds = text === undefined ? undefined : parseUnixSeconds(text);
  if (seconds === undefined) return '{wall:(uint64)0 ext:(int64)0 loc:(*time.Location)<nil>}';
  return `{wall:(uint64)0 ext:(int64)${seconds + secondsToUnixEpoch} loc:(*time.Location)${localTime}}`;
}

const localTime =
  '{name:(string)UTC zone:([]time.zone)<nil> tx:([]time.zoneTrans)<nil> extend:(string) cacheStart:(int64)0 cacheEnd:(int64)0 cacheZone:(*time.zone)<nil>}';
