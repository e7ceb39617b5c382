import { Controller, Get, Header, Inject, Query, Redirect } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Public, RateLimit, Visitor } from '../../shared/auth';
import { APP_CONFIG, type AppConfig } from '../../shared/config';
import { Endpoint, IdParam } from '../../shared/http';
import type { Caller } from '../../shared/kernel';
import { DataDeletionResponse } from '../dto/connect.response';
import { DataDeletions } from './data-deletions.service';
import { LoginReturn } from './login-return.service';

const FOUND = 302;
const VisitorLimit = () => RateLimit({ name: 'instagram-login', by: 'ip', limit: 60, perSeconds: 60 });

/** Where browsers come from Instagram. */
@ApiTags('Accounts')
@Controller('v1/instagram')
export class InstagramLoginController {
  constructor(
    @Inject(APP_CONFIG) private readonly config: Pick<AppConfig, 'instagramLogin' | 'process'>,
    private readonly returns: LoginReturn,
    private readonly deletions: DataDeletions,
  ) {}

  @Get('callback')
  @Public()
  @VisitorLimit()
  @Redirect()
  @Header('Cache-Control', 'no-store')
  @Header('Referrer-Policy', 'no-referrer')
  @Endpoint({
    summary: 'Where Instagram sends the owner of an account back; leads on to the page of INSTAGRAM_RETURN_URL',
  })
  async callback(
    @Visitor() { correlationId }: Caller,
    @Query() query: Record<string, unknown>,
  ): Promise<{ url: string; statusCode: number }> {
    const outcome = await this.returns.comeBack(query, correlationId);
    const url = new URL(this.returnUrl);
    for (const [name, value] of Object.entries(outcome)) url.searchParams.set(name, String(value));
    return { url: url.toString(), statusCode: FOUND };
  }

  @Get('returned')
  @Public()
  @Header('Content-Type', 'text/plain; charset=utf-8')
  @Header('Cache-Control', 'no-store')
  @Endpoint({ summary: 'The page that people come back to where there is no front-end' })
  returned(): string {
    return (
      'You are back from Instagram. To finish, send the value of "login" in the address of this page to ' +
      'POST /v1/workspaces/{workspaceId}/accounts/login/complete, signed in as whoever began. ' +
      'If the address says "error" instead, begin again.\n'
    );
  }

  @Get('data-deletions/:code')
  @Public()
  @VisitorLimit()
  @Endpoint({
    summary: 'How far a deletion is that somebody asked for in Instagram’s settings',
    response: DataDeletionResponse,
    errors: { 'not-found': 'DATA_DELETION.NOT_FOUND: no such code, or more than 90 days ago.' },
  })
  async deletion(@IdParam('code') code: string): Promise<DataDeletionResponse> {
    const { status, requestedAt, finishedAt, accounts } = await this.deletions.get(code);
    return { code, status, requestedAt, ...(finishedAt === undefined ? {} : { finishedAt }), accounts };
  }

  private get returnUrl(): string {
    return this.config.instagramLogin.returnUrl ?? `${this.config.process.publicUrl}/v1/instagram/returned`;
  }
}
