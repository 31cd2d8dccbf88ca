/* eslint-disable */ export class OverviewService { [k: string]: any }
