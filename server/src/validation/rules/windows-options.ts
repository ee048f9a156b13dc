import { byteLength, dns1123Subdomain } from '../../kubernetes/names.ts';
import { type FieldError, invalid } from '../field-error.ts';
import { defineRule } from '../rule.ts';

/** Source: pkg/apis/core/validation/validation.go (validateWindowsSecurityContextOptions) */
export default defineRule({
  id: 'windows-options',
  covers: ['SEC-10'],
  summary: 'On Windows, a group managed account is an object’s name, and a user may have a domain before one backslash.',
  docs: 'https://kubernetes.io/docs/tasks/configure-pod-container/configure-runasusername/#windows-username-limitations',
  severity: 'error',
  on: 'core.v1.WindowsSecurityContextOptions',
  *check({ gmsaCredentialSpecName: name, gmsaCredentialSpec: spec, runAsUserName: user }, site) {
    if (name !== undefined)
      for (const complaint of dns1123Subdomain(name)) yield invalid(site.at('gmsaCredentialSpecName'), name, complaint);
    if (spec === '') yield invalid(site.at('gmsaCredentialSpec'), spec, 'gmsaCredentialSpec cannot be an empty string');
    if (byteLength(spec ?? '') > 64 * 1024)
      yield invalid(site.at('gmsaCredentialSpec'), spec, 'gmsaCredentialSpec size must be under 64 KiB');
    if (user === undefined) return;
    const complaints = user === '' ? ['cannot be an empty string'] : userNameComplaints(user);
    for (const complaint of complaints) {
      const error: FieldError = invalid(
        site.at('runAsUserName'),
        user,
        `runAsUserName${complaint.startsWith("'") ? '' : ' '}${complaint}`,
      );
      yield error;
    }
  },
});

const dnsLabel = '[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?';
const domainForms = [/^[^\\/:*?"<>|.][^\\/:*?"<>|]{0,14}$/u, new RegExp(`^${dnsLabel}(?:\\.${dnsLabel})*$`)];

function userNameComplaints(text: string): readonly string[] {
  if (/[\u0000-\u001f\u007f]/.test(text)) return ['cannot contain control characters'];
  const parts = text.split('\\');
  if (parts.length > 2) return ['cannot contain more than one backslash'];
  const user = parts.at(-1) ?? '';
  const domain = parts.length === 2 ? parts[0] : undefined;
  const isDomain = domain === undefined || domainForms.some((form) => form.test(domain));
  return [
    ...(byteLength(domain ?? '') >= 256 ? ["'s Domain length must be under 256 characters"] : []),
    ...(isDomain ? [] : ["'s Domain doesn't match the NetBios nor the DNS format"]),
    ...(user === '' ? ["'s User cannot be empty"] : []),
    ...(byteLength(user) > 104 ? ["'s User length must not be longer than 104 characters"] : []),
    ...(/^[. ]+$/.test(user) ? ["'s User cannot contain only periods or spaces"] : []),
    ...(/["/\\:;|=,+*?<>@[\]]/.test(user) ? ['\'s User cannot contain the following characters: "/\\:;|=,+*?<>@[]'] : []),
  ];
}
