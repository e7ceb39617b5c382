import { Global, Module } from '@nestjs/common';
import { ScheduleModule as NestScheduleModule } from '@nestjs/schedule';
import { JobRunner } from './job-runner';

@Global()
@Module({ imports: [NestScheduleModule.forRoot()], providers: [JobRunner], exports: [JobRunner] })
export class ScheduleModule {}
