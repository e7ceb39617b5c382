export declare class ProcessGroup {
  constructor(folder: string);
  stop(): Promise<void>;
}
