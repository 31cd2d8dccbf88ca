/* eslint-disable */ export class HistoryService { [k: string]: any }
