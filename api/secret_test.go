package api

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"html"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"glimpse/api/clouds"
	"glimpse/api/redact"
	"glimpse/model"
	"glimpse/model/patch"
	"glimpse/model/query"
	"glimpse/model/text"
)

// reveals returns which secret a text holds, in plain or in a usual coding.
func reveals(said string) string {
	for _, secret := range []string{secretPassword, tokenPrefix} {
		for _, form := range []string{secret, fmt.Sprintf("%x", secret), fmt.Sprintf("%X", secret), fmt.Sprintf("%d", []byte(secret))} {
			if strings.Contains(said, strings.Trim(form, "[]")) {
				return secret
			}
		}
	}
	return ""
}

// everyWay prints a value in every way that a program might.
func everyWay(value any) string {
	var out bytes.Buffer
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%X", "%d", "%T"} {
		fmt.Fprintf(&out, verb+"\n", value)
	}
	if encoded, err := json.Marshal(value); err == nil {
		out.Write(encoded)
	}
	slog.New(slog.NewTextHandler(&out, nil)).Info("x", "value", value)
	slog.New(slog.NewJSONHandler(&out, nil)).Info("x", "value", value)
	return out.String()
}

func TestNoSecretIsInWhateverIsPrinted(t *testing.T) {
	t.Parallel()
	f := newFakeCloud(t, showOne)
	var log bytes.Buffer
	client := f.connect(t, Options{Log: slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug}))})
	split, err := query.Query{}.Split(time.Now())
	if err != nil {
		t.Fatal(err)
	}
	for name, value := range map[string]any{
		"client": client, "pager": client.Pages(split, PageOptions{}), "about": client.About(),
		"options": Options{},
	} {
		if secret := reveals(everyWay(value)); secret != "" {
			t.Errorf("%s shows %s", name, secret)
		}
	}
	if log.Len() == 0 || reveals(log.String()) != "" {
		t.Errorf("the log is %q", log.String())
	}
}

// TestNoSecretIsInAnError makes every operation fail while the service sends
// the request's own secrets back, as some proxies do.
func TestNoSecretIsInAnError(t *testing.T) {
	t.Parallel()
	for _, status := range []int{http.StatusBadRequest, http.StatusForbidden, http.StatusNotFound, http.StatusConflict, http.StatusInternalServerError, http.StatusFound} {
		f := newFakeCloud(t, func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Location", "https://elsewhere.example/")
			w.Header().Set("X-Openstack-Request-Id", "req-1")
			fault(w, status, "no")
		})
		var log bytes.Buffer
		client := f.connect(t, Options{Log: slog.New(slog.NewTextHandler(&log, nil))})
		id := modelID(id1)
		split, _ := query.Query{}.Split(time.Now())
		_, list := client.Pages(split, PageOptions{}).Next(t.Context())
		_, show := client.Image(t.Context(), id)
		_, create := client.Create(t.Context(), NewImage{Attributes: map[model.Attribute]any{model.AttrName: "x"}})
		_, update := client.Update(t.Context(), id, patch.Patch{patch.SetAttribute(model.AttrName, "two")})
		tags := client.Retag(t.Context(), known(), []string{"x"}, nil)
		for operation, err := range map[string]error{
			"list": list, "show": show, "create": create, "update": update, "tags": tags,
			"delete": client.Delete(t.Context(), id), "deactivate": client.Deactivate(t.Context(), id), "reactivate": client.Reactivate(t.Context(), id),
		} {
			if err == nil {
				t.Errorf("%d: %s did not fail", status, operation)
				continue
			}
			if secret := reveals(everyWay(err)); secret != "" {
				t.Errorf("%d: the error of %s shows %s", status, operation, secret)
			}
		}
		if reveals(log.String()) != "" {
			t.Errorf("%d: the log shows a secret: %s", status, log.String())
		}
	}
}

// repeated is every secret of a connection, in every coding in which a service
// might repeat it.
func repeated(secrets ...string) string {
	var out strings.Builder
	for _, secret := range secrets {
		encoded, _ := json.Marshal(secret)
		for _, form := range []string{
			secret, url.QueryEscape(secret), url.PathEscape(secret), string(encoded), html.EscapeString(secret),
			base64.StdEncoding.EncodeToString([]byte(secret)), base64.URLEncoding.EncodeToString([]byte("alice:" + secret)),
			hex.EncodeToString([]byte(secret)),
		} {
			out.WriteString(" " + form)
		}
	}
	return out.String()
}

// leaks returns the forms of secrets that a text holds.
func leaks(said string, secrets ...string) (found []string) {
	for _, form := range strings.Fields(repeated(secrets...)) {
		if strings.Contains(said, strings.Trim(form, `"`)) {
			found = append(found, form)
		}
	}
	return found
}

// parrot answers with every secret it is told of, in every place of an answer
// that could be shown.
func parrot(status int, secrets func() []string) http.HandlerFunc {
	bodies := []func(said string) string{
		func(said string) string {
			encoded, _ := json.Marshal(map[string]string{"message": said})
			return string(encoded)
		},
		func(said string) string {
			encoded, _ := json.Marshal(map[string]any{"badRequest": map[string]any{"message": said}})
			return string(encoded)
		},
		func(said string) string {
			encoded, _ := json.Marshal(map[string]any{"unknown": []any{said, 7}, "x": 1})
			return string(encoded)
		},
		func(said string) string {
			return "<html><body><h1>No</h1>" + html.EscapeString(said) + "</body></html>"
		},
		func(said string) string { return said },
	}
	var turn atomic.Int64
	return func(w http.ResponseWriter, _ *http.Request) {
		said := repeated(secrets()...)
		header := strings.ReplaceAll(said, "\n", " ")
		w.Header().Set("Location", "https://elsewhere.example/"+strings.ReplaceAll(header, " ", "/"))
		w.Header().Set(requestIDHeader, "req-"+header)
		w.WriteHeader(status)
		_, _ = io.WriteString(w, bodies[int(turn.Add(1))%len(bodies)](said))
	}
}

// TestASecretThatAServiceRepeatsIsRedacted has services, a login and a proxy
// that repeat all they were sent.
func TestASecretThatAServiceRepeatsIsRedacted(t *testing.T) {
	t.Parallel()
	for _, status := range []int{302, 400, 401, 403, 404, 409, 413, 429, 500, 503} {
		t.Run(strconv.Itoa(status), func(t *testing.T) {
			t.Parallel()
			f := newFakeCloud(t, nil)
			secrets := func() []string {
				return []string{secretPassword, f.token(1), f.token(f.loginCount()), "p/r+oxy=Geheim&x"}
			}
			f.image = parrot(status, secrets)
			p := newWebProxy(t, "user:p/r+oxy=Geheim&x")
			var log, ids bytes.Buffer
			client := f.connect(t, Options{
				Log: slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug})),
				Environ: func() []string {
					return []string{through("ALL_PROXY", "http", "user:p/r+oxy=Geheim&x", p.Listener.Addr().String())}
				},
			})
			ctx := WithRequestIDs(t.Context(), func(id text.Untrusted) { ids.WriteString(id.Raw()) })
			id := modelID(id1)
			_, show := client.Image(ctx, id)
			_, list := client.Pages(splitOf(t, "", ""), PageOptions{}).Next(ctx)
			_, members := client.Members(ctx, id)
			_, tasks := client.Tasks(ctx, id)
			_, update := client.Update(ctx, id, patch.Patch{patch.SetAttribute(model.AttrName, "two")})
			tags := client.Retag(ctx, known(), []string{"x"}, nil)
			for operation, err := range map[string]error{
				"show": show, "list": list, "members": members, "tasks": tasks, "update": update, "tags": tags,
				"delete": client.Delete(ctx, id), "deactivate": client.Deactivate(ctx, id),
			} {
				var problem *Problem
				if !errors.As(err, &problem) {
					t.Errorf("%s: got %v", operation, err)
					continue
				}
				said := everyWay(err) + problem.Advice() + problem.Reason.Raw() + problem.RequestID.Raw()
				if found := leaks(said, secrets()...); len(found) > 0 {
					t.Errorf("%s tells %q: %s", operation, found, problem)
				}
				if !strings.Contains(said, redact.Mark) && status != http.StatusUnauthorized {
					t.Errorf("%s: nothing was repeated, the test tests nothing: %s", operation, problem)
				}
			}
			if found := leaks(log.String()+ids.String(), secrets()...); len(found) > 0 || log.Len() == 0 {
				t.Errorf("the log tells %q", found)
			}
		})
	}
}

func TestASecretThatALoginRepeatsIsRedacted(t *testing.T) {
	t.Parallel()
	for _, status := range []int{302, 400, 401, 403, 404, 500, 503} {
		f := newFakeCloud(t, nil)
		f.login = parrot(status, func() []string { return []string{secretPassword} })
		_, err := connect(t.Context(), f.cloud(), Options{}.withDefaults(), atOnce())
		var problem *Problem
		if !errors.As(err, &problem) {
			t.Fatalf("%d: got %v", status, err)
		}
		said := everyWay(err) + problem.Advice() + problem.RequestID.Raw()
		if found := leaks(said, secretPassword); len(found) > 0 || !strings.Contains(said, redact.Mark) {
			t.Errorf("%d: tells %q: %s", status, found, said)
		}
	}
}

// TestASecretInTheCatalogueIsRedacted puts the password into what errors repeat
// of a catalogue.
func TestASecretInTheCatalogueIsRedacted(t *testing.T) {
	t.Parallel()
	for name, catalog := range map[string][]map[string]any{
		"regions":     {endpointIn("one"+secretPassword, "public", "http://x/"), endpointIn("two", "public", "http://x/")},
		"interfaces":  {endpointIn("one", secretPassword, "http://x/")},
		"no address":  {endpointIn("one", "public", "ftp://x/"+secretPassword)},
		"unreachable": {endpointIn("one", "public", "http://no..name/"+secretPassword)},
	} {
		f := newFakeCloud(t, nil)
		f.catalog = catalog
		w := worldOf(f)
		err := w.try(t)
		if err == nil || len(leaks(everyWay(err), secretPassword)) > 0 {
			t.Errorf("%s: got %v", name, err)
		}
	}
}

func TestNoSecretIsInAFailedLogin(t *testing.T) {
	t.Parallel()
	f := newFakeCloud(t, nil)
	f.login = func(w http.ResponseWriter, r *http.Request) {
		body := drain(r)
		w.WriteHeader(http.StatusUnauthorized)
		// A proxy that repeats the request is not repeated.
		_ = json.NewEncoder(w).Encode(map[string]any{"error": map[string]any{"message": "no", "request": string(body)}})
	}
	_, err := Connect(t.Context(), f.cloud(), Options{})
	if err == nil || reveals(everyWay(err)) != "" {
		t.Errorf("got %v", err)
	}
	if secret := reveals(everyWay(f.cloud())) + reveals(everyWay([]clouds.Cloud{f.cloud()})); secret != "" {
		t.Errorf("the cloud shows %s", secret)
	}
}
