import { hash } from 'node:crypto';
import { Controller, Get, Headers, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Public } from '../../shared/auth';
import { Endpoint } from '../../shared/http';
import { UiSettingsResponse } from '../dto/ui-settings.dto';
import { UiSettingsService } from './ui-settings.service';

const FRESH_SECONDS = 60;

@ApiTags('Interface')
@Controller('v1/ui-settings')
export class UiSettingsController {
  constructor(private readonly settings: UiSettingsService) {}

  @Get()
  @Public()
  @Endpoint({
    summary: 'How the front-end of this installation looks',
    description: 'May be cached; with `If-None-Match` the answer is 304 while nothing has changed.',
    response: UiSettingsResponse,
  })
  async get(
    @Headers('if-none-match') known: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<UiSettingsResponse | undefined> {
    const settings = await this.settings.read();
    const tag = `"${hash('sha256', JSON.stringify(settings)).slice(0, 16)}"`;
    void reply.header('etag', tag).header('cache-control', `public, max-age=${FRESH_SECONDS}`);
    if (!tagsOf(known).includes(tag)) return settings;
    void reply.status(304);
    return undefined;
  }
}

/** Of an If-None-Match header, weak ones as strong ones. */
const tagsOf = (header: string | undefined): string[] =>
  (header ?? '').split(',').map((tag) => tag.trim().replace(/^W\//, ''));
