import fc from "fast-check";

// A build server tries the same random inputs each time; elsewhere they differ from run to run.
if (process.env["CI"] !== undefined) fc.configureGlobal({ seed: 1 });
