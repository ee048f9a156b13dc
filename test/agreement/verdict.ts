/** What `test/reference/validation` says about one object; see `Verdict` there. */
export interface Verdict {
  readonly id: string;
  readonly document?: number;
  readonly item?: number;
  readonly unserved?: boolean;
  /** Of an update: the object before it could not have been created. */
  readonly oldRefused?: boolean;
  /** Of an update: kubectl fails to merge the manifests. */
  readonly unmerged?: boolean;
  readonly decodeError?: string;
  readonly strict?: readonly string[];
  readonly errors?: readonly { readonly field: string; readonly message: string }[];
  readonly warnings?: readonly string[];
  readonly other?: string;
}

/** One complaint, as both sides are held against each other. */
export interface Complaint {
  readonly field: string;
  /** `Required value`, `Invalid value`, … or what decoding said. */
  readonly type: string;
  readonly text: string;
}

const types = [
  'Required value',
  'Invalid value',
  'Unsupported value',
  'Duplicate value',
  'Forbidden',
  'Too long',
  'Too short',
  'Too many',
  'Too few',
  'Not found',
  'Internal error',
];

export const pairOf = ({ field, type }: Complaint): string => `${field} | ${type}`;
export const textOf = ({ field, text }: Complaint): string => `${field} | ${text}`;

export function complaintsOf({ decodeError, strict = [], errors = [], other }: Verdict): readonly Complaint[] {
  if (decodeError !== undefined) return [decoding(decodeError)];
  return [
    ...strict.map((text) => decoding(text)),
    ...errors.map(({ field, message }) => complaint(field, message)),
    ...(other === undefined ? [] : [{ field: '', type: 'Other', text: other }]),
  ];
}

/** `message` without the field before it. */
export function complaint(field: string, message: string): Complaint {
  return { field, type: types.find((type) => message.startsWith(type)) ?? 'Other', text: message };
}

const unknown = /^(?:strict decoding error: )?unknown field "([^"]*)"/;
const mismatch = /Go struct field \w*\.?(\S*) of type/;

/** Of an unknown field only the field counts: behind it we say what is meant. */
export function decoding(text: string): Complaint {
  const field = unknown.exec(text)?.[1];
  if (field !== undefined) return { field, type: 'Unknown field', text: `unknown field "${field}"` };
  return { field: mismatch.exec(text)?.[1] ?? '', type: 'Decoding', text };
}
