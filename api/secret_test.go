package api

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"testing"
	"time"

	"glimpse/api/clouds"
	"glimpse/model"
	"glimpse/model/patch"
	"glimpse/model/query"
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
		_, tags := client.ChangeTags(t.Context(), id, []string{"x"}, nil)
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
