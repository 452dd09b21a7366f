// Starts the API playground and lets it write as the person who is signed in.
(async () => {
  const answer = await fetch("/api/v1/session", { credentials: "same-origin" });
  const session = answer.ok ? await answer.json() : { csrf_token: null };
  window.SwaggerUIBundle({
    url: "/api/openapi.json",
    dom_id: "#swagger-ui",
    deepLinking: true,
    requestInterceptor: request => {
      if (session.csrf_token) request.headers["X-CSRF-Token"] = session.csrf_token;
      return request;
    },
  });
})();
