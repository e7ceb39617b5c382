/** The default for failures of the store itself: nobody else would hear of them. */
export const warn = (error: unknown): void => process.emitWarning(error instanceof Error ? error : String(error));
