package load

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"

	"github.com/ClickHouse/clickhouse-go/v2"
)

// ErrNoExport says that a result cannot be had in a format of ClickHouse's: the native protocol carries blocks only.
var ErrNoExport = errors.New("the warehouse is reached by ClickHouse's native protocol, which has no formats: " +
	"use `protocol: http`, or an address that begins with http, or one of the program's own formats")

// Export runs a statement that reads, and copies its result to the writer as the server writes it in a format of ClickHouse's,
// such as Parquet; a FORMAT clause of the statement goes before. The parameters are those of its placeholders {name:Type}.
// The result streams, so of an error some of it may have been written already; what the server refuses is a
// *clickhouse.Exception. A warehouse that is not reached by HTTP gives ErrNoExport.
func (w *Warehouse) Export(ctx context.Context, sql, format string, params map[string]string, to io.Writer) error {
	if w.options.Protocol != clickhouse.HTTP {
		return ErrNoExport
	}
	transport := w.exportTransport()
	defer transport.CloseIdleConnections()
	request, err := w.exportRequest(ctx, sql, format, params)
	if err != nil {
		return err
	}
	response, err := (&http.Client{Transport: transport}).Do(request)
	if err != nil {
		return exportError(ctx, err)
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		text, err := io.ReadAll(io.LimitReader(response.Body, 1<<20))
		if err != nil {
			return exportError(ctx, err)
		}
		code, _ := strconv.Atoi(response.Header.Get("X-ClickHouse-Exception-Code"))
		return &clickhouse.Exception{Code: int32(code), Message: strings.TrimSpace(string(text))}
	}
	return exportError(ctx, copyResult(to, response.Body, response.Header.Get("X-ClickHouse-Exception-Tag")))
}

// Export is Warehouse.Export on the views as they were. The statement must read one, see ErrPresent.
func (p *Past) Export(ctx context.Context, sql, format string, params map[string]string, to io.Writer) error {
	statement, rewritten := AsOf(sql, p.at)
	if !rewritten {
		return ErrPresent
	}
	return p.warehouse.Export(ctx, statement, format, params, to)
}

func (w *Warehouse) exportTransport() *http.Transport {
	return &http.Transport{
		DialContext:           (&net.Dialer{Timeout: w.options.DialTimeout}).DialContext,
		TLSClientConfig:       w.options.TLS,
		TLSHandshakeTimeout:   w.options.DialTimeout,
		ResponseHeaderTimeout: w.options.ReadTimeout,
	}
}

// parameterText escapes the text of a parameter as the HTTP interface reads it.
var parameterText = strings.NewReplacer("\\", `\\`, "\t", `\t`, "\n", `\n`, "\r", `\r`)

func (w *Warehouse) exportRequest(ctx context.Context, sql, format string, params map[string]string) (*http.Request, error) {
	values := url.Values{"database": {w.database}, "default_format": {format}, "readonly": {"2"}}
	for name, value := range params {
		values.Set("param_"+name, parameterText.Replace(value))
	}
	address := url.URL{Scheme: "http", Host: w.options.Addr[0], Path: "/" + strings.TrimPrefix(w.options.HttpUrlPath, "/"), RawQuery: values.Encode()}
	if w.options.TLS != nil {
		address.Scheme = "https"
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, address.String(), strings.NewReader(sql))
	if err != nil {
		return nil, fmt.Errorf("ask the warehouse: %w", err)
	}
	for name, value := range w.options.HttpHeaders {
		request.Header.Set(name, value)
	}
	request.Header.Set("X-ClickHouse-User", w.options.Auth.Username)
	request.Header.Set("X-ClickHouse-Key", w.options.Auth.Password)
	return request, nil
}

// exportError leaves out of an error the address, in which the parameters stand.
func exportError(ctx context.Context, err error) error {
	if err == nil || ctx.Err() != nil {
		return ctx.Err()
	}
	var address *url.Error
	if errors.As(err, &address) {
		err = address.Err
	}
	return err
}

// errorTail is how much of a result is held back, to find the error that a server appends to a result that it cannot finish.
const errorTail = 64 << 10

// copyResult copies a result without the error that may be at its end, which it returns.
func copyResult(to io.Writer, from io.Reader, tag string) error {
	var held []byte
	buffer := make([]byte, 256<<10)
	for {
		n, err := from.Read(buffer)
		held = append(held, buffer[:n]...)
		if err != nil {
			return finishResult(to, held, tag, err)
		}
		if over := len(held) - errorTail; over > 0 {
			if _, err := to.Write(held[:over]); err != nil {
				return err
			}
			held = append(held[:0], held[over:]...)
		}
	}
}

// appendedError is the message that follows the tag, with its length and the tag again behind it.
var appendedError = regexp.MustCompile(`(?s)^(Code: (\d+).*)\n\d+ $`)

// finishResult writes what was held back, up to an error that the server has appended.
func finishResult(to io.Writer, held []byte, tag string, end error) error {
	mark := []byte("\r\n__exception__\r\n" + tag + "\r\n")
	result, message, failed := bytes.Cut(held, mark)
	if tag == "" || !failed {
		result = held
	}
	if _, err := to.Write(result); err != nil {
		return err
	}
	if tag != "" && failed {
		text, _, _ := strings.Cut(string(message), tag)
		if parts := appendedError.FindStringSubmatch(text); parts != nil {
			code, _ := strconv.Atoi(parts[2])
			return &clickhouse.Exception{Code: int32(code), Message: parts[1]}
		}
	}
	if errors.Is(end, io.EOF) {
		return nil
	}
	return fmt.Errorf("the result ended early: %w", end)
}
