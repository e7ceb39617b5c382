export { JobRunner } from './job-runner';
export { ScheduleModule } from './schedule.module';
export { ScheduledJob } from './scheduled-job';
export { type Schedule, Schedules } from './schedules';
