/* eslint-disable */ export class JourneyService { [k: string]: any }
