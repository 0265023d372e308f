package command_test

import (
	"strings"
	"testing"

	"glimpse/model/command"
)

func TestTheNameOfAFileIsFoundAndWritten(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ line, typed, name, want string }{
		{"upload ", "", "disk.raw", "upload disk.raw"},
		{"upload my di", "my di", "my disk.raw", "upload my disk.raw"},
		{`upload "my di`, "my di", "my disk.raw", `upload "my disk.raw"`},
		{`upload "im`, "im", "images/", `upload "images/`},
		{"upload store:fs,ceph im", "im", "images/", "upload store:fs,ceph images/"},
		{"upload sign-key=ke", "ke", "my key.pem", `upload sign-key="my key.pem"`},
		{
			`upload sign-key="my key.pem" sign-cert=3f0e9f0c-0c0f-4f57-8f0e-1c9d1a7e5b11 di`, "di", "disk.raw",
			`upload sign-key="my key.pem" sign-cert=3f0e9f0c-0c0f-4f57-8f0e-1c9d1a7e5b11 disk.raw`,
		},
		{"create file=a.raw sign-key=ke", "ke", "key.pem", "create file=a.raw sign-key=key.pem"},
		{":download /tmp/a", "/tmp/a", "/tmp/a b.raw", ":download /tmp/a b.raw"},
		{"export csv im", "im", "images.csv", "export csv images.csv"},
		{"create name=x file=di", "di", "disk.raw", "create name=x file=disk.raw"},
		{"create file=di", "di", "my disk.raw", `create file="my disk.raw"`},
		{"create file=m", "m", "my images/", `create file="my images/`},
		{`create file="my images/d`, "my images/d", "my images/d.raw", `create file="my images/d.raw"`},
	} {
		part, found := command.FileAt(test.line, len(test.line))
		if !found || part.Typed != test.typed {
			t.Errorf("%q: %q, %t, want %q", test.line, part.Typed, found, test.typed)
			continue
		}
		c := part.Completion(test.name)
		if got := test.line[:c.Start] + c.Text + test.line[c.End:]; got != test.want {
			t.Errorf("%q goes on as %q, want %q", test.line, got, test.want)
		}
		if read, err := command.Parse(test.want); !strings.HasSuffix(test.name, "/") && !strings.HasSuffix(test.name, ".pem") && (err != nil || !strings.Contains(command.Format(read), test.name)) {
			t.Errorf("%q is read as %#v, %v", test.want, read, err)
		}
	}
	for _, line := range []string{"", "up", "upload", "upload store:f", "upload sign-cert=3f", "export ", "export csv", "export xml a", "create name=di", "tag di", "nosuch di"} {
		if part, found := command.FileAt(line, len(line)); found {
			t.Errorf("%q: %+v", line, part)
		}
	}
}
