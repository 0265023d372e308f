package cmd

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"

	"glimpse/api"
	"glimpse/api/clouds"
	"glimpse/api/files"
	"glimpse/api/redact"
	"glimpse/model/remote"
)

// connect logs in to the cloud that the flags and the configuration choose.
func connect(ctx context.Context, streams Streams, opts *options, log *slog.Logger) (*api.Client, error) {
	cloud, err := chosenCloud(streams, opts)
	if err != nil {
		return nil, err
	}
	return connectTo(ctx, streams, opts, &cloud, log)
}

// chosenCloud returns the cloud that the flags and the configuration choose.
func chosenCloud(streams Streams, opts *options) (clouds.Cloud, error) {
	config, err := clouds.Load(streams.environment())
	if err != nil {
		return clouds.Cloud{}, usage(err)
	}
	// What is odd about the files may be why there is no such cloud.
	warn(streams, config.Warnings())
	cloud, err := choose(config, opts, opts.cloud, opts.region)
	if err != nil {
		return clouds.Cloud{}, usage(err)
	}
	warn(streams, cloud.Warnings)
	return cloud, nil
}

// connectTo logs in to a cloud.
func connectTo(ctx context.Context, streams Streams, opts *options, cloud *clouds.Cloud, log *slog.Logger) (*api.Client, error) {
	client, err := api.Connect(ctx, *cloud, clientOptions(opts, cloud, streams.environment(), log))
	var regions *remote.RegionRequiredError
	if errors.As(err, &regions) {
		return nil, usage(err)
	}
	if err == nil && client.About().PlainHTTP {
		fmt.Fprintf(streams.Err, "glimpse: warning: the image endpoint %s is not encrypted although the login is; "+
			"whoever is on the way can read the token\n", client.About().Endpoint.Display())
	}
	return client, err
}

// choose picks a cloud of the configuration and lays the flags over it.
func choose(config *clouds.Config, opts *options, name, region string) (clouds.Cloud, error) {
	cloud, err := config.Cloud(name, region)
	if err != nil {
		return clouds.Cloud{}, err
	}
	if opts.iface != "" {
		cloud.Interface = opts.iface
	}
	return cloud, nil
}

// clientOptions are those of a connection to a cloud: what the flags say, and
// what the configuration says of the cloud.
func clientOptions(opts *options, cloud *clouds.Cloud, env clouds.Env, log *slog.Logger) api.Options {
	settings := opts.cloudSettings(cloud.Name)
	return api.Options{
		ReadOnly:               opts.readOnly || settings.ReadOnly,
		Workers:                opts.workers(),
		Readers:                opts.readers(),
		Log:                    log,
		UserAgent:              "glimpse/" + version,
		Environ:                env.Environ,
		Secrets:                opts.secrets,
		RefuseInsecureEndpoint: settings.RefuseInsecureEndpoint,
	}
}

// openLog opens the file of --log-file to append to; without one nothing is
// logged. The file is for its owner alone, because it names images and
// requests, and holds no secret, whatever a service writes into its errors.
func openLog(name string, secrets *redact.Secrets) (*slog.Logger, io.Closer, error) {
	if name == "" {
		return slog.New(slog.DiscardHandler), io.NopCloser(nil), nil
	}
	file, err := files.Append(name)
	if err != nil {
		return nil, nil, usage(fmt.Errorf("opening the log file: %w", err))
	}
	handler := slog.NewJSONHandler(secrets.Writer(file), &slog.HandlerOptions{Level: slog.LevelDebug})
	return slog.New(handler), file, nil
}
