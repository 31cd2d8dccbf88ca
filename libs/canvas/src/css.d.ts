/** Style sheets are taken in for their effect; the bundler of the app collects them. */
declare module '*.css';
