import { describe, expect, it } from 'vitest';
import {
  asPrefix,
  byteLength,
  configKey,
  dns1123Label,
  dns1123Subdomain,
  dns1123SubdomainWithUnderscore,
  environmentVariableName,
  httpHeaderName,
  idNumber,
  labelValue,
  pathSegment,
  percentage,
  portName,
  portNumber,
  qualifiedName,
  type TextCheck,
} from '../../server/src/kubernetes/names.ts';

const a = (count: number): string => 'a'.repeat(count);

// The tables of staging/src/k8s.io/apimachinery/pkg/util/validation/validation_test.go and
// pkg/api/validate/content/{dns,kube}_test.go.
const tables: readonly [string, TextCheck, readonly string[], readonly string[]][] = [
  [
    'dns1123Label',
    dns1123Label,
    ['a', 'ab', 'abc', 'a1', 'a-1', 'a--1--2--b', '0', '01', '012', '1a', '1-a', '1--a--b--2', a(63)],
    [
      '',
      'A',
      'ABC',
      'aBc',
      'A1',
      'A-1',
      '1-A',
      '-',
      'a-',
      '-a',
      '1-',
      '-1',
      '_',
      'a_',
      '_a',
      'a_b',
      '1_2',
      '.',
      'a.',
      '.a',
      'a.b',
      '1.2',
      ' ',
      'a ',
      ' a',
      'a b',
      a(64),
    ],
  ],
  [
    'dns1123Subdomain',
    dns1123Subdomain,
    [
      'a',
      'ab',
      'a1',
      'a-1',
      'a--1--2--b',
      '0',
      '1-a',
      'a.a',
      'ab.a',
      '0.a',
      'a.0.1',
      'a.b.c.d.e',
      'aa.bb.cc',
      '1.2.3.4.5',
      a(253),
    ],
    [
      '',
      'A',
      'aBc',
      '-',
      'a-',
      '-a',
      '_',
      'a_b',
      '.',
      'a.',
      '.a',
      'a..b',
      ' ',
      'a b',
      'A.a',
      'a.A',
      'a-.b',
      'a.-b',
      'a@b',
      'a,b',
      a(254),
    ],
  ],
  [
    'dns1123SubdomainWithUnderscore',
    dns1123SubdomainWithUnderscore,
    ['_a', 'a_b', '_sip._tcp.a', 'a.b'],
    ['__', '_', 'a_', 'A', ''],
  ],
  [
    'qualifiedName',
    qualifiedName,
    [
      'simple',
      'now-with-dashes',
      '1-starts-with-num',
      '1234',
      'simple/simple',
      'now-with-dashes/simple',
      'now.with.dots/simple',
      '1-num.2-num/3-num',
      '1.2.3.4/5678',
      'Uppercase_Is_OK_123',
      'example.com/Uppercase_Is_OK_123',
      'requests.storage-foo',
      `${a(63)}`,
      `${'a'.repeat(253)}/${'b'.repeat(63)}`,
    ],
    [
      'nospecialchars%^=@',
      'cantendwithadash-',
      '-cantstartwithadash',
      'only/one/slash',
      'Example.com/abc',
      'example_com/abc',
      'example.com/',
      '/simple',
      a(64),
      `${'a'.repeat(254)}/abc`,
      '',
    ],
  ],
  [
    'labelValue',
    labelValue,
    ['simple', 'now-with-dashes', '1-starts-with-num', 'end-with-num-1', '1234', a(63), '', 'A', 'a_b.c'],
    [
      'nospecialchars%^=@',
      'Tama-nui-te-rā.is.Māori.sun',
      '\\backslashes\\are\\bad',
      '-starts-with-dash',
      'ends-with-dash-',
      '.starts.with.dot',
      'ends.with.dot.',
      a(64),
    ],
  ],
  [
    'portName',
    portName,
    ['telnet', 're-mail-ck', 'pop3', 'a', 'a-1', '1-a', 'a-1-b-2-c', '1-a-2-b-3'],
    ['longerthan15characters', '', '12345', '1-2-3-4', '-begin', 'end-', 'two--hyphens', 'whois++', 'HTTP'],
  ],
  [
    'environmentVariableName',
    environmentVariableName,
    ['NAME', '1NAME', 'a b', '-', 'a/b', ' ', '~', '!"#$%&'],
    ['', '=', 'a=b', 'ä', 'a\tb', '\u007f'],
  ],
  [
    'configKey',
    configKey,
    ['a', 'good', 'good-good', 'still.good', 'this.is.also.good', '.so.is.this', 'THIS_IS_GOOD', 'so_is_this_17', a(253)],
    ['.', '..', '..bad', 'b*d', 'bad!&bad', '', a(254)],
  ],
  ['httpHeaderName', httpHeaderName, ['Accept-Encoding', 'X-Kube', '1'], ['Host:', 'X-@Home', 'a b', '']],
  ['percentage', percentage, ['0%', '1%', '93%', '100%', '101%'], ['', '%', '1', '-1%', '1.5%', '1%%', ' 1%']],
  ['pathSegment', pathSegment, ['valid', 'system:node', '..a', 'a b', ''], ['.', '..', 'a/b', 'a%b']],
];

describe.each(tables)('%s', (_name, check, good, bad) => {
  it.each(good.map((text) => [text]))('takes %j', (text) => {
    expect(check(text)).toEqual([]);
  });

  it.each(bad.map((text) => [text]))('refuses %j', (text) => {
    expect(check(text)).not.toEqual([]);
  });
});

describe('complaints', () => {
  it('say that a label with dots would be a subdomain', () => {
    expect(dns1123Label('a.b')).toEqual(['must not contain dots']);
  });

  it('count bytes, whatever they call them', () => {
    expect(labelValue('ä'.repeat(32))).toContain('must be no more than 63 bytes');
    expect(dns1123Label('ä'.repeat(32))).toContain('must be no more than 63 characters');
    expect(byteLength('aä日🚢')).toBe(1 + 2 + 3 + 4);
  });

  it('name the part of a qualified name', () => {
    expect(qualifiedName('/a')).toEqual(['prefix part must be non-empty']);
    expect(qualifiedName('a.com/')[0]).toBe('name part must be non-empty');
    expect(qualifiedName(`${'a'.repeat(254)}/b`)).toEqual(['prefix part must be no more than 253 bytes']);
  });
});

describe('a prefix of names', () => {
  it('may end in a dash, since the server adds to it', () => {
    expect(asPrefix(dns1123Label)('web-')).toEqual([]);
    expect(asPrefix(dns1123Label)('-')).not.toEqual([]);
    expect(asPrefix(dns1123Label)('web.')).not.toEqual([]);
  });
});

describe('numbers', () => {
  it.each([1, 2, 1000, 16384, 32768, 65535])('%d is a port', (port) => {
    expect(portNumber(port)).toEqual([]);
  });

  it.each([0, -1, 65536, 100000])('%d is no port', (port) => {
    expect(portNumber(port)).toEqual(['must be between 1 and 65535, inclusive']);
  });

  it('of users and groups are 31 bits wide', () => {
    expect([0, 2147483647].flatMap(idNumber)).toEqual([]);
    expect([-1, 2147483648].map((id) => idNumber(id).length)).toEqual([1, 1]);
  });
});
