import { Global, Module } from '@nestjs/common';
import { MongooseModule } from '@nestjs/mongoose';
import { ScheduleModule as NestScheduleModule } from '@nestjs/schedule';
import { ClusterJobs } from './cluster-jobs';
import { JobExecutor } from './job-executor';
import { JobLag } from './job-lag';
import { JobReports } from './job-reports';
import { JobRunner } from './job-runner';
import { ScheduledJobsRepository } from './repositories/scheduled-jobs.repository';
import { Schedules } from './schedules';
import { ScheduledJobRow, ScheduledJobSchema } from './schemas/scheduled-job.schema';

@Global()
@Module({
  imports: [
    NestScheduleModule.forRoot(),
    MongooseModule.forFeature([{ name: ScheduledJobRow.name, schema: ScheduledJobSchema }]),
  ],
  providers: [ScheduledJobsRepository, JobExecutor, JobReports, ClusterJobs, JobLag, JobRunner, Schedules],
  exports: [JobRunner, Schedules],
})
export class ScheduleModule {}
