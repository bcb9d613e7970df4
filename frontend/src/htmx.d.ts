// The module build of htmx carries no types of its own; this is what we call.
declare module "htmx.org/dist/htmx.esm.js" {
  const htmx: {
    ajax(verb: string, path: string, context: { target: Element; swap: string }): Promise<void>;
    process(element: Element): void;
  };
  export default htmx;
}
