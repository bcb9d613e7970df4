// Counts views of the public pages (promise P11): no cookie, nothing stored in the browser, no person, no recording.
import posthog from "posthog-js/dist/module.slim.no-external";

const script = document.currentScript as HTMLScriptElement | null;
const key = script?.dataset.key;
const host = script?.dataset.host;
if (key && host) {
  posthog.init(key, {
    api_host: host,
    cookieless_mode: "always",
    persistence: "memory",
    person_profiles: "never",
    respect_dnt: true,
    autocapture: false,
    capture_pageview: true,
    capture_pageleave: false,
    disable_session_recording: true,
    disable_surveys: true,
    disable_external_dependency_loading: true,
    advanced_disable_flags: true,
  });
}
