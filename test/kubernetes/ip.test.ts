import { describe, expect, it } from 'vitest';
import { ipComplaints } from '../../server/src/kubernetes/ip.ts';

// The tables of staging/src/k8s.io/apimachinery/pkg/util/validation/ip_test.go.
describe('an address', () => {
  it.each([
    '1.2.3.4',
    '1.2.3.0',
    '0.0.0.0',
    '255.255.255.255',
    '1234::abcd',
    '1234::',
    '::1',
    '::',
    '1:2:3:4:5:6:7:8',
    '2001:DB8:0:0::1',
    '64:ff9b::1.2.3.4',
  ])('%s is one', (text) => {
    expect(ipComplaints(text)).toEqual([]);
  });

  it.each([
    '',
    'aaa',
    '1.2.3.4 ',
    ' 1.2.3.4',
    '1.2.3.400',
    '1.2.3',
    '1.2.3.4.5',
    '1.2.3.4/32',
    '1.2.3.4:80',
    '[::1]',
    '2001:db8:1:2::/64',
    '::ffff::1',
    '1:2:3:4:5:6:7',
    '1:2:3:4:5:6:7:8:9',
    '::1%eth0',
    '2001:db8:::1',
    '1:2:3:4:5:6:7::8:9',
  ])('%j is none', (text) => {
    expect(ipComplaints(text)).toEqual(['must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)']);
  });

  it.each(['01.2.3.4', '1.2.03.4', '1.2.3.00', '64:ff9b::1.2.03.4'])('%s has zeros that mean octal elsewhere', (text) => {
    expect(ipComplaints(text)).toEqual(['must not have leading 0s']);
  });

  it.each(['::ffff:1.2.3.4', '::FFFF:102:304', '0:0:0:0:0:ffff:1.2.3.4'])('%s is IPv4 in disguise', (text) => {
    expect(ipComplaints(text)).toEqual(['must not be an IPv4-mapped IPv6 address']);
  });
});
