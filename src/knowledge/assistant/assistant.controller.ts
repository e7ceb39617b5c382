import { Body, Controller, Get, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Authenticated, RateLimit } from '../../shared/auth';
import { Endpoint } from '../../shared/http';
import {
  AskAssistantRequest,
  AssistantResponse,
  HelpAnswerResponse,
  toAssistantResponse,
  toHelpAnswerResponse,
} from '../dto/assistant.dto';
import { AssistantConfigs } from './assistant-config.service';
import { HelpAssistant } from './help-assistant.service';

@ApiTags('Assistant')
@Controller('v1/assistant')
export class AssistantController {
  constructor(
    private readonly configs: AssistantConfigs,
    private readonly assistant: HelpAssistant,
  ) {}

  @Get()
  @Authenticated()
  @Endpoint({ summary: 'How the help assistant is called', response: AssistantResponse })
  async get(): Promise<AssistantResponse> {
    return toAssistantResponse(await this.configs.read());
  }

  @Post('ask')
  @Authenticated()
  @RateLimit({ name: 'assistant', by: 'account', limit: 60, perSeconds: 3_600 })
  @Endpoint({
    summary: 'Ask the help assistant about the product',
    description: 'It answers from the help texts of this installation, or says that they do not tell.',
    response: HelpAnswerResponse,
    errors: { unavailable: 'KNOWLEDGE.SEARCH_UNAVAILABLE: the index cannot be read now.' },
  })
  async ask(@Body() { question }: AskAssistantRequest): Promise<HelpAnswerResponse> {
    return toHelpAnswerResponse(await this.assistant.ask(question));
  }
}
