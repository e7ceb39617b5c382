interface Waiting<Job> {
  jobs: readonly Job[];
  resolve: () => void;
  reject: (error: unknown) => void;
}

/** Jobs that are added while an earlier group is on its way to Redis go together in the next: a burst costs few round trips. */
export class JobGroups<Job> {
  private waiting: Waiting<Job>[] = [];
  private inFlight = false;

  constructor(private readonly write: (jobs: Job[]) => Promise<void>) {}

  /** Resolves once they are queued. @throws what `write` throws for their group */
  async add(jobs: readonly Job[]): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.waiting.push({ jobs, resolve, reject });
      if (!this.inFlight) void this.flush();
    });
  }

  private async flush(): Promise<void> {
    this.inFlight = true;
    while (this.waiting.length > 0) await this.writeGroup(this.waiting.splice(0));
    this.inFlight = false;
  }

  private async writeGroup(group: Waiting<Job>[]): Promise<void> {
    try {
      await this.write(group.flatMap(({ jobs }) => jobs));
      for (const { resolve } of group) resolve();
    } catch (error) {
      for (const { reject } of group) reject(error);
    }
  }
}
