import type { ApiError, Outcome } from '../engine/types.ts';

/**
 * Refusals in the API server's words.
 * Source: staging/src/k8s.io/apimachinery/pkg/api/errors/errors.go
 */
export function notFound(resource: string, name: string): ApiError {
  return { code: 404, reason: 'NotFound', message: `${resource} "${name}" not found` };
}

export function alreadyExists(resource: string, name: string): ApiError {
  return { code: 409, reason: 'AlreadyExists', message: `${resource} "${name}" already exists` };
}

export function conflict(resource: string, name: string): ApiError {
  return {
    code: 409,
    reason: 'Conflict',
    message: `Operation cannot be fulfilled on ${resource} "${name}": the object has been modified; please apply your changes to the latest version and try again`,
  };
}

export function uidConflict(resource: string, name: string, wanted: string, found: string): ApiError {
  return {
    code: 409,
    reason: 'Conflict',
    message: `Operation cannot be fulfilled on ${resource} "${name}": Precondition failed: UID in precondition: ${wanted}, UID in object meta: ${found}`,
  };
}

export function refused(error: ApiError): Outcome {
  return { ok: false, error };
}
