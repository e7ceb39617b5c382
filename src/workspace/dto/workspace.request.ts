import { Transform } from 'class-transformer';
import { IsString, Length } from 'class-validator';
import { trimmed } from './trimmed';

/** To create a workspace, or to rename one. */
export class WorkspaceNameRequest {
  /** @example "Berg & Sons" */
  @Transform(trimmed)
  @IsString()
  @Length(1, 100)
  name: string;
}
