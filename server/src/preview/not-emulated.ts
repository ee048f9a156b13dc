/**
 * Kinds whose objects the emulated cluster stores but nothing acts on, and what that means for a rehearsal. Said at the
 * object instead of pretending.
 */
const notes: Readonly<Record<string, string>> = {
  Job: 'stored, but Jobs are not emulated yet: it starts no pods',
  CronJob: 'stored, but CronJobs are not emulated yet: it starts no Jobs',
  ReplicationController: 'stored, but ReplicationControllers are not emulated: it starts no pods',
  HorizontalPodAutoscaler: 'stored, but autoscaling is not emulated yet: replicas stay as they are',
  VerticalPodAutoscaler: 'stored, but autoscaling is not emulated: requests stay as they are',
  Ingress: 'stored, but no ingress controller is emulated: it gets no address',
  NetworkPolicy: 'stored, but network traffic is not emulated: it blocks nothing',
  ResourceQuota: 'stored, but quotas are not enforced yet',
  LimitRange: 'stored, but limit ranges are not applied yet',
};

/** What a user must know about a kind that does nothing here; undefined for kinds that work. */
export function notEmulated(kind: string): string | undefined {
  return notes[kind];
}
