import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsJSON, IsString, MaxLength, ValidateIf } from 'class-validator';
import { whenSent } from './presence';
import { EXISTING, IMPORT_KEYS, IMPORT_TARGETS, type ImportKey, type ImportPlan } from '../domain/import-row';
import type { ImportPreview } from '../transfer/contact-imports.service';

const YES_NO = ['yes', 'no'] as const;
const FILE = { type: 'string', format: 'binary', description: 'CSV of UTF-8, at most 10 MB and 50,000 lines.' };

export const PREVIEW_FORM = { schema: { type: 'object', required: ['file'], properties: { file: FILE } } };

/** What Swagger shows of the upload. */
export const IMPORT_FORM = {
  schema: {
    type: 'object',
    required: ['file', 'mapping'],
    properties: {
      file: FILE,
      mapping: {
        type: 'string',
        example: '{"E-mail":"email","Name":"name","Size":"fields.size"}',
        description: `JSON: what each column is, by its head: ${IMPORT_TARGETS.join(', ')} or fields.<key>.`,
      },
      key: { type: 'string', enum: [...IMPORT_KEYS], description: 'By what a line finds a contact that is there.' },
      existing: { type: 'string', enum: [...EXISTING], default: 'update' },
      dryRun: { type: 'string', enum: [...YES_NO], default: 'no' },
    },
  },
};

/** What a file brings along. */
export class UploadedFileRequest {
  @IsString()
  @MaxLength(300)
  fileName: string;

  @IsString()
  @MaxLength(64)
  sha256: string;
}

export class ImportContactsRequest extends UploadedFileRequest {
  @IsString()
  @MaxLength(20_000)
  @IsJSON()
  mapping: string;

  @ApiPropertyOptional({ enum: IMPORT_KEYS })
  @ValidateIf(whenSent)
  @IsIn(IMPORT_KEYS)
  key?: ImportKey;

  @ApiPropertyOptional({ enum: EXISTING, default: 'update' })
  @IsIn(EXISTING)
  existing: ImportPlan['existing'] = 'update';

  @ApiPropertyOptional({ enum: YES_NO, default: 'no' })
  @IsIn(YES_NO)
  dryRun: (typeof YES_NO)[number] = 'no';
}

export class ImportPreviewResponse {
  @ApiProperty({ type: [String] })
  heads: string[];

  /** The first lines. */
  @ApiProperty({ type: 'array', items: { type: 'array', items: { type: 'string' } } })
  rows: string[][];

  /** Lines of values in the file. */
  total: number;

  /** What the heads suggest. */
  @ApiProperty({ type: 'object', additionalProperties: { type: 'string' } })
  mapping: Record<string, string>;
}

export function toPreviewResponse({ heads, rows, total, mapping }: ImportPreview): ImportPreviewResponse {
  return { heads: [...heads], rows: rows.map((cells) => [...cells]), total, mapping: { ...mapping } };
}
