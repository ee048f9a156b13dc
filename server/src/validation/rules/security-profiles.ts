import { byteLength } from '../../kubernetes/names.ts';
import { type FieldError, invalid, required, tooLong, unsupported } from '../field-error.ts';
import { defineRule, type Site } from '../rule.ts';
import { printedProfile } from '../security-context.ts';
import { descendingPathErrors } from '../volumes.ts';

interface Profile {
  readonly type?: string;
  readonly localhostProfile?: string;
}

const types: readonly string[] = ['Localhost', 'RuntimeDefault', 'Unconfined'];

/** Source: pkg/apis/core/validation/validation.go (validateSeccompProfileField, ValidateAppArmorProfileField) */
export default defineRule({
  id: 'security-profiles',
  covers: ['SEC-05', 'SEC-06'],
  summary: 'A seccomp or AppArmor profile has a type, and a profile on the node where the type is Localhost and only there.',
  docs: 'https://kubernetes.io/docs/tutorials/security/seccomp/',
  severity: 'error',
  on: ['core.v1.SecurityContext', 'core.v1.PodSecurityContext'],
  *check({ seccompProfile, appArmorProfile }, site) {
    if (seccompProfile !== undefined) yield* seccompErrors(seccompProfile, site);
    if (appArmorProfile !== undefined) yield* appArmorErrors(appArmorProfile, site);
  },
});

function* seccompErrors(profile: Profile, site: Site): Iterable<FieldError> {
  const { type = '', localhostProfile } = profile;
  const path = site.at('seccompProfile', 'localhostProfile');
  if (type === '') yield required(site.at('seccompProfile', 'type'), 'type is required when seccompProfile is set');
  else if (!types.includes(type)) yield unsupported(site.at('seccompProfile', 'type'), type, types);
  if (type !== 'Localhost') {
    if (localhostProfile !== undefined) {
      yield invalid(path, printedProfile(profile), 'can only be set when seccomp type is Localhost');
    }
  } else if (localhostProfile === undefined) yield required(path, 'must be set when seccomp type is Localhost');
  else yield* descendingPathErrors({ path }, localhostProfile);
}

function* appArmorErrors({ type = '', localhostProfile }: Profile, site: Site): Iterable<FieldError> {
  const path = site.at('appArmorProfile', 'localhostProfile');
  if (type === '') yield required(site.at('appArmorProfile', 'type'), 'type is required when appArmorProfile is set');
  else if (!types.includes(type)) yield unsupported(site.at('appArmorProfile', 'type'), type, types);
  else if (type !== 'Localhost') {
    if (localhostProfile !== undefined) yield invalid(path, localhostProfile, 'can only be set when AppArmor type is Localhost');
  } else if (!localhostProfile) yield required(path, 'must be set when AppArmor type is Localhost');
  else {
    if (localhostProfile.trim() !== localhostProfile) yield invalid(path, localhostProfile, 'must not be padded with whitespace');
    if (byteLength(localhostProfile) > 4095) yield tooLong(path, 4095);
  }
}
