/** Asking is cheap but not free: it is done once for so many pieces of work. */
const askEvery = 4;

/** Whether a run is to end before its time, asked often enough for one to wait for the answer. */
export class StopSignal {
  /** Once raised it stays so. */
  isRaised = false;
  private pieces = 0;

  constructor(private readonly ask: () => boolean = () => false) {}

  /** To be called before each piece of work: a reconcile, a write, a pod that is placed. */
  check(): boolean {
    this.pieces += 1;
    if (!this.isRaised && this.pieces % askEvery === 0) this.isRaised = this.ask();
    return this.isRaised;
  }
}
