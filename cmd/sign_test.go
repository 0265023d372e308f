package cmd_test

import (
	"bytes"
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"io"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"glimpse/api/embedded"
)

const certificate = "7c3bcb8e-7a4b-4a2e-8f0c-5d1e3b6a9f20"

// keyFile writes a private key, and returns its name.
func keyFile(t *testing.T, folder string, key *rsa.PrivateKey, mode fs.FileMode) string {
	t.Helper()
	name := filepath.Join(folder, "key.pem")
	content := pem.EncodeToMemory(&pem.Block{Type: "RSA PRIVATE KEY", Bytes: x509.MarshalPKCS1PrivateKey(key)})
	if err := os.WriteFile(name, content, mode); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(name, mode); err != nil {
		t.Fatal(err)
	}
	return name
}

func newKey(t *testing.T) *rsa.PrivateKey {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

// TestASignedUpload verifies what was sent, over the very bytes that were sent: by the
// service, which knows the certificate, and by crypto/rsa here.
func TestASignedUpload(t *testing.T) {
	t.Parallel()
	key := newKey(t)
	var sent bytes.Buffer
	server, err := embedded.Start(t.Context(), embedded.Options{
		Certificates: map[string]*rsa.PublicKey{certificate: &key.PublicKey},
		Wrap: func(next http.Handler) http.Handler {
			return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				if strings.HasSuffix(r.URL.Path, "/file") && r.Method == http.MethodPut {
					r.Body = io.NopCloser(io.TeeReader(r.Body, &sent))
				}
				next.ServeHTTP(w, r)
			})
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	defer server.Close()
	s := newSurroundings(t, "OS_CLOUD=demo").withClouds(t, server.CloudsYAML())
	disk := filepath.Join(s.home, "disk.raw")
	if err := os.WriteFile(disk, bytes.Repeat([]byte("a disk "), 100_000), 0o600); err != nil {
		t.Fatal(err)
	}
	file := keyFile(t, s.home, key, 0o644)
	words := []string{"sign-key=" + file, "sign-cert=" + certificate}
	got := s.run(t.Context(), append([]string{"upload", disk, "name=signed"}, words...)...)
	if got.code != 0 {
		t.Fatalf("%d: %s", got.code, got.errs)
	}
	has(t, "stderr", got.errs, "other users can read the private key "+file, "size and hash checked")
	verify(t, s, &key.PublicKey, sent.Bytes())

	// To an image that is there, by the line of commands; its preview has the properties.
	got = s.run(t.Context(), "change", "--yes", "create name=waits disk_format=raw container_format=bare")
	if got.code != 0 {
		t.Fatal(got.errs)
	}
	line := "upload " + strings.Join(words, " ") + " " + disk
	sent.Reset()
	got = s.run(t.Context(), "change", "--yes", "--query", "name=waits", line)
	if got.code != 0 {
		t.Fatalf("%d: %s%s", got.code, got.out, got.errs)
	}
	has(t, "the preview", got.out, "img_signature ", "img_signature_hash_method", "SHA-256", "RSA-PSS", certificate,
		"Other users can read the private key "+file, "signed with")
	verify(t, s, &key.PublicKey, sent.Bytes())
	saysNoKey(t, s, key, got.out+got.errs)
}

// verify holds the signatures of all images against data.
func verify(t *testing.T, s surroundings, key *rsa.PublicKey, data []byte) {
	t.Helper()
	var images []map[string]any
	if err := json.Unmarshal([]byte(s.run(t.Context(), "list", "--query", "status=active", "--output", "json").out), &images); err != nil || len(images) == 0 {
		t.Fatalf("%d images, %v", len(images), err)
	}
	sum := sha256.Sum256(data)
	for _, image := range images {
		value, _ := image["img_signature"].(string)
		signature, err := base64.StdEncoding.DecodeString(value)
		if err == nil {
			err = rsa.VerifyPSS(key, crypto.SHA256, sum[:], signature, &rsa.PSSOptions{SaltLength: 2048/8 - 2 - sha256.Size, Hash: crypto.SHA256})
		}
		if err != nil {
			t.Errorf("%v: %v", image["name"], err)
		}
	}
}

// saysNoKey looks for a private key in what was said and in all files of the home but
// its own.
func saysNoKey(t *testing.T, s surroundings, key *rsa.PrivateKey, said string) {
	t.Helper()
	secret := base64.StdEncoding.EncodeToString(x509.MarshalPKCS1PrivateKey(key))[60:100] // a line of the file
	texts := map[string]string{"what was said": said}
	err := fs.WalkDir(os.DirFS(s.home), ".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || filepath.Base(path) == "key.pem" {
			return err
		}
		content, err := os.ReadFile(filepath.Join(s.home, path))
		texts[path] = string(content)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for name, content := range texts {
		if strings.Contains(strings.ReplaceAll(content, "\n", ""), secret[:30]) || strings.Contains(content, "PRIVATE KEY") {
			t.Errorf("%s has the key", name)
		}
	}
}

func TestASignedUploadThatIsRefused(t *testing.T) {
	t.Parallel()
	key, another := newKey(t), newKey(t)
	server, err := embedded.Start(t.Context(), embedded.Options{Certificates: map[string]*rsa.PublicKey{certificate: &another.PublicKey}})
	if err != nil {
		t.Fatal(err)
	}
	defer server.Close()
	s := newSurroundings(t, "OS_CLOUD=demo").withClouds(t, server.CloudsYAML())
	disk := filepath.Join(s.home, "disk.raw")
	if err := os.WriteFile(disk, []byte("a disk"), 0o600); err != nil {
		t.Fatal(err)
	}
	file := keyFile(t, s.home, key, 0o600)
	for id, advice := range map[string]string{
		certificate:                            "the certificate is not that of the key",
		"00000000-7a4b-4a2e-8f0c-5d1e3b6a9f20": "ask the cloud's operator whether the image service reads certificates from a key manager (Barbican)",
	} {
		got := s.run(t.Context(), "upload", disk, "sign-key="+file, "sign-cert="+id)
		if got.code != 1 || strings.Contains(got.errs, "other users") {
			t.Errorf("%d: %s", got.code, got.errs)
		}
		has(t, "stderr", got.errs, "Signature verification failed for image", "the image is still queued", advice)
	}
}
