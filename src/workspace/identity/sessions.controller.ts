import { Controller, Delete, Get, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Authenticated, CurrentCaller } from '../../shared/auth';
import { Endpoint, IdParam } from '../../shared/http';
import type { UserCaller } from '../../shared/kernel';
import { SessionListResponse, type SessionResponse } from '../dto/session.response';
import type { Session } from '../domain/session';
import { SessionsService } from './sessions.service';

@ApiTags('Me')
@Controller('v1')
export class SessionsController {
  constructor(private readonly sessions: SessionsService) {}

  @Post('auth/logout')
  @Authenticated()
  @Endpoint({ summary: 'End this session: its tokens stop working within a second', status: 204 })
  logOut(@CurrentCaller() caller: UserCaller): Promise<void> {
    return this.sessions.logOut(caller);
  }

  @Get('me/sessions')
  @Authenticated()
  @Endpoint({ summary: 'List where you are signed in, newest first', response: SessionListResponse })
  async list(@CurrentCaller() caller: UserCaller): Promise<SessionListResponse> {
    const sessions = await this.sessions.list(caller.userId);
    return { items: sessions.map((session) => shown(session, caller.sessionId)) };
  }

  @Delete('me/sessions/:sessionId')
  @Authenticated()
  @Endpoint({
    summary: 'End one session',
    status: 204,
    errors: { 'not-found': 'SESSION.NOT_FOUND: not one of yours.' },
  })
  end(@IdParam('sessionId') sessionId: string, @CurrentCaller() caller: UserCaller): Promise<void> {
    return this.sessions.end(caller, sessionId);
  }

  @Delete('me/sessions')
  @Authenticated()
  @Endpoint({ summary: 'End all sessions but this one', status: 204 })
  endOthers(@CurrentCaller() caller: UserCaller): Promise<void> {
    return this.sessions.endOthers(caller);
  }
}

function shown(session: Session, currentId: string | undefined): SessionResponse {
  const { id, createdAt, rotatedAt, expiresAt, secondFactor, ip } = session;
  const current = id === currentId;
  return {
    id,
    current,
    createdAt,
    lastUsedAt: rotatedAt,
    expiresAt,
    secondFactor,
    ...(ip === undefined ? {} : { ip }),
  };
}
