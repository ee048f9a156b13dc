import type { ApiTypes } from '../kubernetes/api.ts';
import type { Written } from './rule.ts';

type SecurityContext = Written<ApiTypes['core.v1.SecurityContext']>;

/**
 * A security context as the API server prints it: its internal type has no JSON names, so all fields are there under
 * their Go names. Source: pkg/apis/core/types.go (SecurityContext)
 */
export function printedSecurityContext(context: SecurityContext): unknown {
  const { capabilities } = context;
  return {
    Capabilities: capabilities ? { Add: capabilities.add ?? null, Drop: capabilities.drop ?? null } : null,
    Privileged: context.privileged ?? null,
    SELinuxOptions: printedLinuxOptions(context.seLinuxOptions),
    WindowsOptions: printedWindowsOptions(context.windowsOptions),
    RunAsUser: context.runAsUser ?? null,
    RunAsGroup: context.runAsGroup ?? null,
    RunAsNonRoot: context.runAsNonRoot ?? null,
    ReadOnlyRootFilesystem: context.readOnlyRootFilesystem ?? null,
    AllowPrivilegeEscalation: context.allowPrivilegeEscalation ?? null,
    ProcMount: context.procMount ?? null,
    SeccompProfile: printedProfile(context.seccompProfile),
    AppArmorProfile: printedProfile(context.appArmorProfile),
  };
}

function printedLinuxOptions(options: SecurityContext['seLinuxOptions']): unknown {
  if (options === undefined) return null;
  return { User: options.user ?? '', Role: options.role ?? '', Type: options.type ?? '', Level: options.level ?? '' };
}

function printedWindowsOptions(options: SecurityContext['windowsOptions']): unknown {
  if (options === undefined) return null;
  return {
    GMSACredentialSpecName: options.gmsaCredentialSpecName ?? null,
    GMSACredentialSpec: options.gmsaCredentialSpec ?? null,
    RunAsUserName: options.runAsUserName ?? null,
    HostProcess: options.hostProcess ?? null,
  };
}

interface Profile {
  readonly type?: string;
  readonly localhostProfile?: string;
}

/** A seccomp or AppArmor profile in the same way. */
export function printedProfile(profile: Profile | undefined): unknown {
  return profile ? { Type: profile.type ?? '', LocalhostProfile: profile.localhostProfile ?? null } : null;
}
