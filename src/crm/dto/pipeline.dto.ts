import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsIn, IsObject, IsString, Length, Matches, ValidateNested } from 'class-validator';
import { type Pipeline, STAGE_KEY, STAGE_KINDS, type StageKind, STAGES_MAX } from '../domain/pipeline';

const NAME_MAX = 80;

export class StageDto {
  /** Never changes; unique among all pipelines of the workspace. */
  @ApiProperty({ type: String, pattern: STAGE_KEY.source, example: 'qualified' })
  @IsString()
  @Matches(STAGE_KEY)
  key: string;

  /** @example "Qualified" */
  @IsString()
  @Length(1, NAME_MAX)
  name: string;

  @ApiProperty({ enum: STAGE_KINDS })
  @IsIn(STAGE_KINDS)
  kind: StageKind;
}

export class CreatePipelineRequest {
  /** @example "Wholesale" */
  @IsString()
  @Length(1, NAME_MAX)
  name: string;

  /** In their order. */
  @ApiProperty({ type: [StageDto], maxItems: STAGES_MAX })
  @IsArray()
  @ArrayMaxSize(STAGES_MAX)
  @Type(() => StageDto)
  @ValidateNested({ each: true })
  stages: StageDto[];
}

export class ReplacePipelineRequest extends CreatePipelineRequest {
  @ApiPropertyOptional({
    type: 'object',
    additionalProperties: { type: 'string' },
    example: { engaged: 'qualified' },
    description: 'For each stage that is no longer there, the one that takes its contacts.',
  })
  @IsObject()
  moveTo: Record<string, unknown> = {};
}

export class RemovePipelineQuery {
  /** Key of a stage of another pipeline, which takes its contacts. */
  @ApiProperty({ type: String, pattern: STAGE_KEY.source })
  @IsString()
  @Matches(STAGE_KEY)
  moveTo: string;
}

export class PipelineResponse {
  id: string;

  name: string;

  @ApiProperty({ type: [StageDto] })
  stages: StageDto[];

  /** It cannot be removed; everybody begins at its stage `new`. */
  isDefault: boolean;
}

export class PipelineListResponse {
  @ApiProperty({ type: [PipelineResponse] })
  items: PipelineResponse[];
}

export function toPipelineResponse({ id, name, stages, isDefault }: Pipeline): PipelineResponse {
  return { id, name, stages: stages.map(({ key, name: title, kind }) => ({ key, name: title, kind })), isDefault };
}
